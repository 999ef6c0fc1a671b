/** The sections of the left navigation and who sees them. */
import { Bell, DataAnalysis, Document, House, Notebook, OfficeBuilding, Reading, Setting, User, Warning, Memo } from '@element-plus/icons-vue'
import type { Component } from 'vue'

export interface NavSection {
  key: string
  to: string
  icon: Component
  permissions: string[]
  pages?: { key: string; to: string; permissions: string[] }[]
}

const ADMIN = ['accounts.view', 'accounts.manage', 'grants.manage', 'audit.view', 'calendar.manage']

export const SECTIONS: NavSection[] = [
  { key: 'overview', to: '/', icon: House, permissions: ['figures.view'] },
  { key: 'desk', to: '/desk', icon: Bell, permissions: ['hazards.urge'] },
  { key: 'places', to: '/places', icon: OfficeBuilding, permissions: ['places.view'] },
  { key: 'patrol', to: '/visits', icon: Notebook, permissions: ['patrol.view'] },
  { key: 'hazards', to: '/hazards', icon: Warning, permissions: ['hazards.view'] },
  { key: 'outreach', to: '/trainings', icon: Reading, permissions: ['outreach.view'] },
  { key: 'figures', to: '/figures', icon: DataAnalysis, permissions: ['figures.view'] },
  { key: 'organization', to: '/organization', icon: User, permissions: ['members.view'] },
  { key: 'rules', to: '/rules', icon: Document, permissions: ['rulepacks.view'] },
  { key: 'system', to: '/system', icon: Setting, permissions: ADMIN },
  { key: 'jobs', to: '/jobs', icon: Memo, permissions: ['jobs.view'] },
]
