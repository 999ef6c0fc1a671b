"""Local TLS: one authority, certificates that name this machine, a page that shows the fingerprint."""

import re

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from fengsui.server import trust, trust_page


def test_the_certificate_is_signed_by_the_authority_and_names_this_machine(settings, tmp_path):
    settings.DATA_DIR = str(tmp_path)
    chain, key = trust.server_certificate()
    leaf, authority = x509.load_pem_x509_certificates(chain.read_bytes())
    leaf.verify_directly_issued_by(authority)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    assert "127.0.0.1" in [str(ip) for ip in names.get_values_for_type(x509.IPAddress)]
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)
    assert oct(key.stat().st_mode)[-3:] == "600"
    assert trust.server_certificate()[0].read_bytes() == chain.read_bytes()


def test_the_trust_page_shows_the_fingerprint_to_compare(settings, tmp_path):
    settings.DATA_DIR = str(tmp_path)
    page = trust_page.trust_page("192.0.2.5", 8000, trust.fingerprint())
    assert trust.fingerprint() in page
    assert "https://192.0.2.5:8000/patrol/" in page
    assert "<script>alert" not in trust_page.trust_page("<script>alert", 8000, "")


def test_every_step_of_every_phone_has_a_picture_that_says_what_it_shows():
    page = trust_page.trust_page("192.0.2.5", 8000, "AA:BB")
    steps = sum(len(phone.steps) for phone in trust_page.PHONES)
    assert page.count('class="phone"') == page.count('aria-label="第 ') == steps
    for phone in trust_page.PHONES:
        assert phone.name in page
    assert "证书信任设置" in page
    assert "http://" not in re.sub(r"http://(192\.0\.2\.5:8001|www\.w3\.org/2000/svg)", "", page)
