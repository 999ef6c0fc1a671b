/** Who is signed in, what they may do, and the idle clock of the desk. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, onRefused, unwrap, type Schemas } from './api/client'
import { startLive, stopLive } from './live'

export type Me = Schemas['Me']

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const expired = ref(false)

  const signedIn = computed(() => me.value?.signed_in === true)
  const mustChangePassword = computed(() => me.value?.must_change_password === true)
  const mustSetSecondFactor = computed(() => me.value?.must_set_second_factor === true)
  const mustReadNotice = computed(() => me.value?.must_read_notice === true)
  const isDemo = computed(() => me.value?.is_demo === true)
  const permissions = computed(() => new Set(me.value?.permissions ?? []))
  const may = (permission: string): boolean => permissions.value.has(permission)
  const mayAny = (...wanted: string[]): boolean => wanted.some(may)

  function settle(answer: Me): Me {
    me.value = answer
    expired.value = false
    if (answer.signed_in && !answer.must_change_password && !answer.must_set_second_factor) startLive()
    return answer
  }

  async function load(): Promise<Me> {
    return settle(await unwrap(api.GET('/api/v1/session')))
  }

  async function signIn(username: string, password: string, code = ''): Promise<Me> {
    return settle(await unwrap(api.POST('/api/v1/session', { body: { username, password, code } })))
  }

  async function changePassword(oldPassword: string, newPassword: string): Promise<Me> {
    const body = { old_password: oldPassword, new_password: newPassword }
    return settle(await unwrap(api.POST('/api/v1/session/password', { body })))
  }

  async function signOut(): Promise<void> {
    stopLive()
    try {
      await unwrap(api.DELETE('/api/v1/session'))
    } finally {
      me.value = me.value && { ...me.value, signed_in: false, permissions: [], grants: [] }
    }
  }

  onRefused((error) => {
    if (error.code === 'password_change_required') {
      if (me.value) me.value = { ...me.value, must_change_password: true }
    } else if (error.code === 'second_factor_required') {
      if (me.value) me.value = { ...me.value, must_set_second_factor: true }
    } else if (signedIn.value) {
      expired.value = true
      stopLive()
    }
  })

  return { me, expired, signedIn, mustChangePassword, mustSetSecondFactor, mustReadNotice, isDemo, may, mayAny, load, signIn, changePassword, signOut }
})
