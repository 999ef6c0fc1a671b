import { describe, expect, it } from 'vitest'
import { asApiError, errorOf } from '@shared/api/problem'

describe('what the desk says when something goes wrong', () => {
  it('shows the server’s own words and the words of a field', () => {
    const body = { code: 'input_invalid', title: '填写有误', detail: '填写有误，请检查：name。', status: 422, errors: [{ field: 'name', code: 'missing', zh: '必填，请填写。', en: 'Required.' }] }
    const error = errorOf(body, 422)
    expect(error.message).toBe('填写有误，请检查：name。')
    expect(error.fieldWords('name')).toBe('必填，请填写。')
    expect(error.fieldWords('address')).toBe('')
  })

  it('puts an answer that is no problem+json into words by its status', () => {
    expect(errorOf('<html>', 503).message).toContain('服务器暂时不可用')
    expect(errorOf(null, 403).message).toContain('权限')
    expect(errorOf(undefined, 418).message).toContain('418')
  })

  it('says of a broken connection that nothing will be sent twice', () => {
    const error = asApiError(new TypeError('Failed to fetch'))
    expect(error.isOffline).toBe(true)
    expect(error.message).toContain('不会重复提交')
  })

  it('keeps an error that has words already', () => {
    const error = errorOf({ code: 'place_changed', title: '刚被别人改过', status: 409, changed: [1] }, 409)
    expect(asApiError(error)).toBe(error)
    expect(error.body['changed']).toEqual([1])
  })
})
