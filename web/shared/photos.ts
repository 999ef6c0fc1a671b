/** Photos added at the desk: hashed here, sent as they are, linked by their hash. */
import { sendRaw } from './api/client'
import { sha256 } from '../patrol/src/data/sha256'

export interface SentPhoto {
  sha256: string
  role: 'before' | 'after' | 'scene' | 'review'
  from_gallery: boolean
  note: string
  annotates: string
}

/** Sends the files and returns what links them; a file the server refuses is thrown with its words. */
export async function sendPhotos(files: File[], role: SentPhoto['role']): Promise<SentPhoto[]> {
  const sent: SentPhoto[] = []
  for (const file of files) {
    const hash = await sendFile(file)
    sent.push({ sha256: hash, role, from_gallery: true, note: '', annotates: '' })
  }
  return sent
}

/** Sends one file under its SHA-256 and returns the hash. */
export async function sendFile(file: File): Promise<string> {
  const hash = await sha256(await file.arrayBuffer())
  await sendRaw(`/api/v1/evidence/files/${hash}`, {
    method: 'PUT',
    body: file,
    headers: { 'Content-Type': file.type || 'application/octet-stream', 'X-Recorded-At': new Date(file.lastModified).toISOString() },
  })
  return hash
}
