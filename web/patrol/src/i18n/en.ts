/** English words of the phone app; what is missing here shows in Chinese. */

export const en = {
  app: {
    name: 'Fengsui Patrol',
    update_ready: 'A new version is ready. Touch to update; unsent work is not affected.',
    clock_wrong: 'The phone’s clock is wrong; times are corrected by the server’s. Please switch on automatic time.',
    insecure: 'This connection is not secure (HTTPS): camera, location and opening offline may not work.',
  },
  demo: { ribbon: 'Simulated data · for demonstration only' },
  bar: { label: 'Main pages', today: 'Today', map: 'Map', scan: 'Scan', ledger: 'Places', me: 'Me' },
  common: { back: 'Back', cancel: 'Cancel', stay: 'Not yet', wait: 'One moment…', retry: 'Try again', understood: 'Understood', more: 'Show {n} more' },
  error: {
    no_network: 'The server cannot be reached. Everything is kept on the phone and is sent when there is a network.',
    server_busy: 'The server does not answer at the moment; it is tried again automatically.',
    sign_in: 'The sign-in has expired; sending goes on after you sign in again.',
    app: 'Something went wrong. Try again, or open the app anew.',
  },
  storage: { full: 'The phone is full; this one was not kept, everything before it is. Free some space or send what is waiting, then try again.' },
  sync: {
    all_delivered: 'All delivered · {at}',
    all_delivered_offline: 'All delivered · no network, work goes on',
    never: 'Connecting…',
    never_offline: 'No network; the work pack has not been fetched yet',
    refused: '{refused} not accepted; touch to see why',
    sign_in_only: 'Signed out by the server; please sign in again',
    unsent: { operations: '{operations} records not delivered', photos: '{photos} photos not delivered', both: '{operations} records, {photos} photos not delivered' },
    offline: {
      operations: '{operations} records not delivered · no network, kept here',
      photos: '{photos} photos not delivered · no network, kept here',
      both: '{operations} records, {photos} photos not delivered · no network, kept here',
    },
    sending: { operations: 'Sending, {operations} records left', photos: 'Sending, {photos} photos left', both: 'Sending, {operations} records, {photos} photos left' },
    sign_in: {
      operations: 'Sign in again: {operations} records not delivered',
      photos: 'Sign in again: {photos} photos not delivered',
      both: 'Sign in again: {operations} records, {photos} photos not delivered',
    },
  },
  sign_in: {
    lead: 'After signing in, your area is kept on the phone and you can work without network.',
    again: 'Please sign in again. Everything is still on the phone.',
    again_kept: 'Please sign in again. {n} items are not delivered; sending goes on afterwards.',
    username: 'Sign-in name', password: 'Password', submit: 'Sign in', later: 'Later, go on working',
  },
  password: {
    title: 'Change the first password', lead: '{name}, the first password is used only once.', old: 'Old password', new: 'New password', repeat: 'New password again',
    submit: 'Change and begin', differ: 'The two new passwords differ.',
  },
  today: {
    title: 'Today {date}', summary: '{due} to do · {done} done here', overdue: '{n} overdue', list: 'Tasks', whose: 'Whose tasks', mine: 'Mine {n}', everyone: 'All {n}',
    drafts: 'A visit is not saved', continue: 'Go on: {name}', empty: 'Nothing left for today', empty_text: 'Choose a place from the list, or scan a plate.', to_ledger: 'Open places',
    no_pack: 'No work pack yet', no_pack_text: 'Places, hazards, tasks and checklists are fetched when there is a network.', fetch: 'Fetch now',
    deferred: 'Put off {n}', done: 'Done on this phone {n}', pack_age: 'Work pack of {at}',
  },
  task: { overdue: '{n} days overdue', today: 'due today', due: 'due {day}', deferred_to: 'put off to {day}', done_here: 'done', defer: 'Put off', defer_aria: 'Put off: {name}' },
  defer: {
    title: 'Put this task off', until: 'Until', in_1: 'tomorrow', in_3: 'in 3 days', in_7: 'in a week', other_day: 'Another day', why: 'Reason', why_own: 'or in your own words',
    closed: 'closed today', owner_away: 'owner away', weather: 'weather', duty: 'other duty', save: 'Put off', detail: 'put off to {day}: {reason}',
  },
  place: {
    number: 'Number', class: 'Class', area: 'Area', plate: 'Plate', navigate: 'Navigate', start: 'Begin visit', continue: 'Go on with the visit', tasks: 'Tasks',
    hazards: 'Open hazards {n}', no_hazards: 'No open hazards.', mine: 'From this phone', unknown: 'Not on this phone', unknown_text: 'It may lie outside your area, or the work pack is old.',
  },
  hazard: {
    due: 'fix by {day}', provisional: ' (holidays not announced yet)', overdue: 'overdue · ', review: 'Review', report_fixed: 'Report as fixed', photo: 'Photo of the hazard',
    no_photo: 'No photo possible?', no_photo_why: 'Why there is no photo', words: 'In your words', how: 'What happens', by_limit: 'With a limit', on_site: 'Fixed on site',
    on_site_needs: 'needs a photo after', after_photo: 'Photo after the fix', fix_words: 'How it was fixed',
  },
  visit: {
    lead: 'First: what came of it?', outcome: 'Outcome', other_outcome: 'Change', all_fine: 'All fine', rest_fine: 'The other {n} are fine', state_fine: 'All fine. Mark what is not.',
    state_bad: '{n} not fine, the rest fine.', progress: '({done}/{all})', save: 'Save', go_to_missing: 'Go there', discard: 'Discard', discard_title: 'Discard this visit?',
    discard_text: 'What was filled in and the photos are deleted.', no_rules: 'No checklists on the phone yet', detail_bad: '{outcome}, {n} hazards',
  },
  answer: { ok: 'Fine', bad: 'Not fine', na: 'n/a' },
  item: { unverified: 'unverified', count: 'Count ({unit})', standing: 'Open already as {number}, due {due}; mark “Not fine” if it still is. No second case is opened.', checked: 'Checked ({unit})', bad: 'Of these bad ({unit})' },
  missing: {
    outcome: 'Choose the outcome first.', outcome_photo: 'This outcome needs a photo.', outcome_note: 'This outcome needs a note.', unanswered: '{n} items are not marked.',
    counts: 'A count is wrong: at least 1 bad, at most as many as checked.', photo: 'A failed item has no photo.', after_photo: 'Fixed on site needs a photo after.', description: 'Describe it.',
  },
  finish: { title: 'Scene and signature', photo: 'Photo of the scene', note: 'Note', note_needed: 'What happened (needed)', signer: 'Name of the signer', sign: 'Sign', signed: 'Signed; sign again' },
  sign: { hint: 'Please sign in the box', pad: 'Signature', again: 'Again', done: 'Done', of: '{name} · signature' },
  photo: { nth: '{label}, no. {n}', remove: 'Remove no. {n}', working: 'Working…', no_position: 'no position', failed: 'The photo was not kept; take it again.' },
  limit: { on_site: 'fixed on site', at_once: 'at once', days: 'within {n} working days', counted: '{unit}: {bad} of {checked} bad' },
  notice: {
    saved: 'Saved', kept: 'Kept on the phone, not delivered yet.', delivered: 'Delivered {number}', photos_left: 'Record delivered {number}, {n} photos to go', failed_items: 'These are not as they should be:', heading: 'Fire-safety notice', code: 'code {code}', nothing: 'No hazards were found.',
    standing: 'Found before, still open', qr: 'To scan and keep', qr_text: 'The code holds the text above; the numbered notice follows after delivery.', more: '… {n} more, see the notice', next: 'Next door',
  },
  review: {
    title: 'Review', compare: 'Compare', before: 'Before', reported: 'Reported after', no_before: 'The photo from before is not on the phone.', with_ghost: 'Shoot over the old photo', ghost: 'Ghost of the photo from before',
    ghost_strength: 'Ghost', shoot: 'Shoot', now: 'Now', photo: 'Photo of now', verdict: 'Verdict', pass: 'Pass', fail: 'Fail', reason: 'Note', reason_needed: 'What is not right (needed)',
    save: 'Save the review', needs: 'Needed: a photo and a verdict; a reason when it fails.', saved: 'Review saved', pending: 'Already handled on this phone.', unknown: 'Not on this phone',
    unknown_text: 'It may be closed or outside your area.', detail_pass: 'Passed: {title}', detail_fail: 'Failed: {title}',
  },
  fixed: {
    title: 'Report as fixed', lead: 'The place says it is fixed: take a photo of now. A different person reviews it later.', photo: 'Photo after the fix', rectifier: 'Who fixed it (else the place)',
    note: 'Note', save: 'Save', saved: 'Saved', pending: 'Already handled on this phone.', needs_photo: 'A photo after the fix is needed.', detail: 'Fixed: {title}',
  },
  propose: {
    title: 'New place', lead: 'Not in the ledger: the street checks it and enters it.', name: 'Name', address: 'Address', activity: 'Business', activity_unknown: 'not known', contact: 'Contact',
    phone: 'Phone', note: 'Note', located: 'Located, within {n} m', locating: 'Locating…', no_position: 'No position. Switch on location and try at the door.', locate: 'Locate again', save: 'Save',
    saved: 'Saved; the street checks it.', detail: 'new place',
  },
  map: {
    title: 'Map', count: '{n} with position', as_map: 'Map', as_list: 'List', empty: 'Nothing to show', empty_text: 'No positions yet, or no work pack.', overdue: 'overdue', due: 'task', hazard: 'hazard',
    fine: 'fine', failed: 'This phone cannot draw the map; by distance instead.', metres: '{n} m',
  },
  scan: {
    title: 'Scan', lead: 'Point at the plate by the door', camera: 'Camera', starting: 'Starting the camera…', no_camera: 'No camera here. Type the ten characters under the code.', code: 'Plate code',
    open: 'Open', no_plate: 'This is not a plate.', unknown: 'No place with plate {code} on this phone.',
  },
  ledger: {
    title: 'Places', count: '{n} places', new: 'New', search: 'Name, address, pinyin initials, number', hazards: '{n} hazards', more: 'Show more', none: 'Nothing found', none_text: 'Try other words, or enter it as a new place.',
    empty: 'No places yet', propose: 'Enter a new place',
  },
  me: {
    title: 'Me', area: 'Area: {area}', unsent: 'Not delivered', unsent_n: '{n}', unsent_none: 'all delivered', sessions: 'Devices signed in', phone: 'This phone', pack: 'Work pack of {at}', pack_none: 'No work pack yet',
    space: '{used} used of {quota}', persisted: 'The phone will not clear this data.', not_persisted: 'The phone may clear this data when it runs low: add the app to the home screen.',
    offline_yes: 'Opens without network.', offline_no: 'This browser cannot open the app without network; while open it keeps and sends.', rescue: 'Handing the phone in?',
    rescue_text: 'Connect first and wait for “All delivered”. Do not clear the browser’s data: what is not delivered is only on this phone.', language: 'Language', hand_over: 'Lend to a colleague',
    hand_over_text: 'Back to the sign-in page. Your work stays here; your colleague can neither see nor send it.', sign_out: 'Sign out', sign_out_text: 'Your work data is taken off this phone; the server keeps its own.',
    sign_out_rule: 'Not possible while something is not delivered.', cannot_sign_out: 'Not yet',
    cannot_sign_out_text: 'Not delivered: {operations} records, {photos} photos; {refused} not accepted; {drafts} visits not saved. Send them first, or lend the phone instead.',
  },
  sessions: { lead: 'Shut out a lost phone here', this: 'this one', seen: 'last used {at}', end: 'Sign it out' },
  unsent: {
    title: 'Not delivered', last: 'last sync {at}', never: 'never synced', send: 'Send now', sending: 'Sending…', operations: 'Records {n}', photos: 'Photos {n}', again: 'Send again', none: 'All delivered', none_yet: 'Nothing has been recorded on this phone yet.',
    none_text: '{n} photos, each with the server’s receipt.', delivered: 'Delivered lately',
  },
  operation: { waiting: 'not delivered', accepted: 'delivered', conflict: 'conflict', rejected: 'not accepted', waits: 'delivered, waits' },
  photo_state: { waiting: 'not delivered', refused: 'not accepted' },
  kind: { visit_submit: 'Visit', place_propose: 'New place', hazard_report_fixed: 'Reported fixed', hazard_review: 'Review', task_defer: 'Put off' },
  role: { before: 'hazard', after: 'after the fix', scene: 'scene', signature: 'signature', review: 'review', place: 'place' },
}
