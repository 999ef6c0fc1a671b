/** The parts of 系统 and the permissions that open them. */
export const SYSTEM_VIEWS = [
  { key: 'accounts', to: '/system/accounts', permissions: ['accounts.view'] },
  { key: 'grants', to: '/system/grants', permissions: ['accounts.view'] },
  { key: 'roles', to: '/system/roles', permissions: ['accounts.view'] },
  { key: 'audit', to: '/system/audit', permissions: ['audit.view'] },
  { key: 'seals', to: '/system/seals', permissions: ['audit.view'] },
  { key: 'retention', to: '/system/retention', permissions: ['privacy.retention'] },
  { key: 'requests', to: '/system/requests', permissions: ['privacy.requests'] },
  { key: 'drills', to: '/system/drills', permissions: ['drills.view'] },
  { key: 'calendar', to: '/system/calendar', permissions: ['calendar.manage'] },
]

/** Returns a role as the server lists it (role@path) with the area's name. */
export function roleWords(held: string, nameOf: (path: string) => string): string {
  const [role, path] = held.split('@')
  return path ? `${role}（${nameOf(path)}）` : held
}
