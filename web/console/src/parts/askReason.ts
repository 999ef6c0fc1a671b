/** Asks for a reason in words before something that needs one; null when the person thinks better of it. */
import { ElMessageBox } from 'element-plus'

export async function askReason(title: string, consequence: string, label = '原因'): Promise<string | null> {
  try {
    const answer = await ElMessageBox.prompt(consequence, title, {
      confirmButtonText: '确定',
      cancelButtonText: '取消',
      inputPlaceholder: `请填写${label}（至少 2 个字）`,
      inputType: 'textarea',
      inputValidator: (text) => (text ?? '').trim().length >= 2 || `请填写${label}，至少 2 个字。`,
    })
    return (answer as { value: string }).value.trim()
  } catch (thrown) {
    if (thrown === 'cancel' || thrown === 'close') return null
    throw thrown
  }
}

/** Asks to confirm a step, with its consequence in words. */
export async function confirmStep(title: string, consequence: string): Promise<boolean> {
  try {
    await ElMessageBox.confirm(consequence, title, { confirmButtonText: '确定', cancelButtonText: '取消', type: 'warning' })
    return true
  } catch (thrown) {
    if (thrown === 'cancel' || thrown === 'close') return false
    throw thrown
  }
}
