// What `showReportDialog` of Sentry's SDKs loads: it asks what happened and sends the answer back to where it came from.
(() => {
  const source = new URL(document.currentScript.src)
  const given = (name, otherwise) => source.searchParams.get(name) || otherwise
  const styles = {
    page: 'position:fixed;inset:0;z-index:2147483000;display:grid;place-items:center;background:#0008',
    form: 'display:grid;gap:8px;width:min(420px,90vw);padding:20px;border-radius:8px;background:#fff;color:#111;font:14px/1.4 system-ui',
    field: 'font:inherit;padding:6px;border:1px solid #888;border-radius:4px;background:#fff;color:#111',
  }
  const make = (tag, style, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.style.cssText = style
    element.append(...children)
    return element
  }
  const field = (tag, name, label, value) =>
    make('label', 'display:grid', {}, label, make(tag, styles.field, { name, value, required: name === 'comments' }))
  const said = make('div', '', { role: 'status' })
  const form = make(
    'form',
    styles.form,
    {},
    make('strong', '', {}, given('title', 'It looks like we have a problem.')),
    make('div', '', {}, given('subtitle', 'Tell us what happened.')),
    field('input', 'name', given('labelName', 'Name'), given('name', '')),
    field('input', 'email', given('labelEmail', 'Email'), given('email', '')),
    field('textarea', 'comments', given('labelComments', 'What happened?'), ''),
    said,
    make('button', styles.field, { type: 'submit' }, given('labelSubmit', 'Submit')),
    make('button', styles.field, { type: 'button', onclick: () => close() }, given('labelClose', 'Close')),
  )
  const page = make('div', styles.page, { role: 'dialog', ariaModal: 'true' }, form)
  const close = () => {
    page.remove()
    window.postMessage('__sentry_reportdialog_closed__', '*')
  }
  form.onsubmit = async (event) => {
    event.preventDefault()
    try {
      const answer = await fetch(source, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      if (!answer.ok) throw new Error(String(answer.status))
      said.textContent = given('successMessage', 'Your feedback has been sent. Thank you!')
      setTimeout(close, 1500)
    } catch {
      said.textContent = given('errorGeneric', 'Your feedback could not be sent.')
    }
  }
  document.body.append(page)
})()
