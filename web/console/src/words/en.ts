/** English words of the shell, lists and states; what is missing falls back to Chinese. */
export default {
  app: { name: 'Fengsui', full: 'Fengsui · fire safety of a district', skip: 'Skip to content', simulated: 'Simulated data: people, places and hazards are invented.' },
  common: {
    back: 'Back', close: 'Close', save: 'Save', cancel: 'Cancel', ok: 'OK', edit: 'Edit', remove: 'Remove', add: 'Add', more: 'More', reload: 'Reload', none: 'none', yes: 'yes', no: 'no',
    all: 'All', unverified: 'unverified', provisional: 'calendar not announced yet', reason: 'Reason', note: 'Note', today: 'Today', saved: 'Saved', working: 'Working…', upload: 'Upload',
    download: 'Download', detail: 'Detail', optional: 'optional', area: 'Area', name: 'Name', state: 'State', time: 'Time', person: 'Person',
  },
  case: { stepsNone: 'Nothing for you to do now', stepsMore: 'More steps ({n})', blocked: 'Not yet: {why}', consequence: 'Then', confirm: 'Confirm: {verb}' },
  state: {
    loading: 'Loading', retry: 'Try again', empty: 'Nothing yet', forbidden: 'Not permitted', missing: 'Not found', offline: 'Server out of reach', error: 'Could not load',
  },
  nav: {
    main: 'Main', desk: 'My desk', overview: 'Overview', places: 'Places', patrol: 'Patrol', hazards: 'Hazards', outreach: 'Outreach', figures: 'Figures', organization: 'Organization', rules: 'Rules', system: 'System', jobs: 'Job centre',
    account: 'My account',
  },
  top: {
    search: 'Name, address, phone tail, case number, QR', searchShort: 'Search', noResult: 'No place or hazard matches', places: 'Places', hazards: 'Hazards', myTasks: 'My tasks', area: 'Area',
    wholeScope: 'All my areas', live: 'Live', connecting: 'Connecting', lost: 'Live connection lost, reconnecting', off: 'Not connected', sessions: 'Sessions', password: 'Change password',
    language: '中文', signOut: 'Sign out', liveShort: 'Live', lostShort: 'Lost', tasksOpen: '{n} to do',
  },
  signIn: {
    title: 'Sign in', username: 'Sign-in name', password: 'Password', submit: 'Sign in', forgotten: 'Ask the system administrator to reset a forgotten password.',
    lead: 'One patrol network, one closed loop, one set of true figures', show: 'Show password', expired: 'Your session has ended', expiredHint: 'What you typed is still here. Sign in and go on.',
    change: 'Change the first password', changeAgain: 'Change password', old: 'Old password', next: 'New password', again: 'New password again', differ: 'The two new passwords differ.',
    changed: 'Password changed', rules: 'At least 10 characters with three of: upper case, lower case, digits, symbols; not the sign-in name.', other: 'Use another account', code: 'Code', codeHint: 'Six digits of your authenticator, or a recovery code.',
  },
  notice: { title: 'Privacy notice', lead: 'Version {version}. You are told again when it changes; it can be opened from the sign-in page.', table: 'What is kept, how long', days: '{n} days from: {since}; then {action}', unverified: 'unverified', read: 'I have read it' },
  idle: { title: 'Signing out soon', words: 'No activity for a while. Signing out in {n} seconds.', stay: 'Stay' },
  list: {
    from: '{what} from', to: 'to', clear: 'Clear', views: 'My views', saveView: 'Save these filters as a view', viewNameHint: 'A name for this view, kept in this browser.', viewNameNeeded: 'Give it a name',
    removeView: 'Remove view “{name}”', columns: 'Columns', columnsReset: 'Default', export: 'Export XLSX', print: 'Print', total: '{n} rows', totalAtLeast: 'More than {n} rows; narrow by day, area or place', changed: '{n} changes, reload', selected: '{n} selected',
    selectAll: 'Select all {n} matches', unselect: 'Unselect', selectPage: 'Select page', selectRow: 'Select row', noMatch: 'No matching rows', noMatchHint: 'Try other filters, or clear them.', openPage: 'Open page →',
  },
  panel: { take: 'Export', export: 'Export “{title}”', xlsx: 'Spreadsheet XLSX', png: 'Picture PNG', pdf: 'Paper PDF' },
  sessions: {
    title: 'My sessions', hint: 'End those you do not know, and change your password.', device: 'Device', where: 'Address', since: 'Since', seen: 'Last seen', current: 'this one', end: 'End',
    endAsk: 'End this session?', endWords: 'That device is signed out at once.', ended: 'Session ended',
  },
  jobs: {
    title: 'Job centre', by: 'By', act: 'Action', cancel: 'Cancel', retry: 'Retry', mine: 'Mine', everyone: 'All in my areas', hint: 'Imports, exports and papers; they go on when you leave.', kind: 'Work', progress: 'Progress', made: 'Started', done: 'Ended', result: 'Result', empty: 'No long work yet', open: 'Open',
    fields: { new: 'new', changed: 'changed', same: 'same', doubtful: 'in doubt', conflict: 'in conflict', rejected: 'sent back', rows: 'rows', plates: 'plates', files: 'files', done: 'done', failed: 'not done', blocked: 'not allowed', undone: 'taken back', kept: 'kept', places: 'places', seals: 'seals', entries: 'entries', faults: 'faults' },
  },
  missingPage: { title: 'No such page', words: 'The address may be wrong.', home: 'Home' },
}
