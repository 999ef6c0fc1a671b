import { describe, expect, it, vi } from 'vitest'
import { errorOf } from '@shared/api/problem'
import { useAction } from '@console/parts/useAction'

vi.mock('element-plus', () => ({ ElMessage: { error: vi.fn(), success: vi.fn() } }))

describe('one action of a person', () => {
  it('carries the same key when the same input is sent again after a failure', async () => {
    const keys: string[] = []
    let broken = true
    const action = useAction(
      async (_: { note: string }, key) => {
        keys.push(key)
        if (broken) throw new TypeError('Failed to fetch')
        return 'done'
      },
      { quiet: true },
    )
    expect(await action.run({ note: '灯已换' })).toBeUndefined()
    expect(action.error.value?.code).toBe('network')
    broken = false
    expect(await action.run({ note: '灯已换' })).toBe('done')
    expect(keys[0]).toBe(keys[1])
  })

  it('carries a new key when the input changed, and after a success', async () => {
    const keys: string[] = []
    const action = useAction(
      async (note: string, key) => {
        keys.push(key)
        if (note === '错') throw errorOf({ code: 'input_invalid', title: '填写有误', status: 422 }, 422)
        return note
      },
      { quiet: true },
    )
    await action.run('错')
    await action.run('对')
    await action.run('对')
    expect(new Set(keys).size).toBe(3)
  })

  it('does not run twice at once', async () => {
    let finish: (value: string) => void = () => undefined
    const write = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)))
    const action = useAction(write, { quiet: true })
    const first = action.run('a')
    expect(await action.run('a')).toBeUndefined()
    finish('done')
    expect(await first).toBe('done')
    expect(write).toHaveBeenCalledTimes(1)
  })
})
