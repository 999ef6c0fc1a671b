/** What went wrong, as the server says it (RFC 9457), or as the browser noticed it; always with words that say what to do. */

export interface FieldProblem {
  field: string
  code: string
  zh: string
  en: string
}

export interface ProblemBody {
  code: string
  title: string
  detail?: string
  detail_en?: string
  status: number
  errors?: FieldProblem[]
  [extra: string]: unknown
}

export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly detailEn: string
  readonly fields: FieldProblem[]
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title)
    this.name = 'ApiError'
    this.body = body
    this.code = body.code
    this.status = body.status
    this.detailEn = body.detail_en ?? ''
    this.fields = body.errors ?? []
  }

  /** The words for one field of a form, '' when it is fine. */
  fieldWords(field: string): string {
    return this.fields.filter((one) => one.field === field).map((one) => one.zh).join('；')
  }

  get isOffline(): boolean {
    return this.code === 'network'
  }
}

const BY_STATUS: Record<number, string> = {
  401: '登录已过期，请重新登录。页面上已填的内容不会丢失。',
  403: '您的岗位没有这项权限。需要时请联系安全管理员授权。',
  404: '没有找到，可能已被删除，或不在您的数据范围内。',
  409: '内容已被别人修改，请刷新后再试。',
  413: '文件或内容太大，请分批提交。',
  429: '操作太频繁，请稍等几秒再试。',
  500: '服务器出错，已记录。请稍后再试；若再次出现，请把时间告诉系统管理员。',
  502: '服务器正在重启，请稍后再试。',
  503: '服务器暂时不可用，请稍后再试。',
}

/** Returns the error of a failed response; a body that is no problem+json is put into words by its status. */
export function errorOf(body: unknown, status: number): ApiError {
  if (body !== null && typeof body === 'object' && 'code' in body && 'title' in body) {
    return new ApiError({ ...(body as ProblemBody), status })
  }
  const words = BY_STATUS[status] ?? `服务器的回答无法识别（${status}），请稍后再试。`
  return new ApiError({ code: `http_${status}`, title: words, status })
}

/** Returns any thrown thing as an ApiError; a broken connection says that nothing will be sent twice. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (thrown instanceof TypeError) {
    return new ApiError({
      code: 'network',
      title: '连不上服务器。已填的内容还在，网络恢复后再点一次即可，不会重复提交。',
      detail_en: 'The server cannot be reached. Nothing is lost; try again, it will not be sent twice.',
      status: 0,
    })
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  return new ApiError({ code: 'page_error', title: `页面出错：${words}。请刷新页面后再试。`, status: 0 })
}
