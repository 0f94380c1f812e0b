import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createMask } from '../../src/text/mask.ts'

describe('masking', () => {
  it('hides a secret however it is written', () => {
    const secret = 'p@ss/w+rd "ü"&<x>'
    const mask = createMask([secret])
    const forms = [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).toLowerCase(),
      new URLSearchParams({ a: secret }).toString().slice(2),
      JSON.stringify({ a: secret }).slice(6, -2),
      String.raw`p@ss/w+rd \"\u00fc\"&<x>`,
      'p@ss/w+rd &quot;ü&quot;&amp;&lt;x&gt;',
    ]
    for (const form of forms) assert.equal(mask(`a ${form} b`), 'a *** b', form)
  })

  it('leaves no run of eight characters of it in base64, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40 }),
        fc.uint8Array({ maxLength: 5 }),
        fc.uint8Array({ maxLength: 5 }),
        (secret, before, after) => {
          const encoded = Buffer.concat([before, Buffer.from(secret), after]).toString('base64')
          const shown = createMask([secret])(encoded)
          assert.ok(shown.includes('***') || secret.trim().length < 6, `${secret} in ${encoded}: ${shown}`)
        },
      ),
    )
  })

  it('never leaves the secret itself in a text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 4 }), { minLength: 1 }), fc.string(), (secrets, around) => {
        const shown = createMask(secrets)(`${around}${secrets.join('')}${around}`)
        for (const secret of secrets) {
          if (!secret.includes('*')) assert.equal(shown.includes(secret), false)
        }
      }),
    )
  })

  it('hides each line of a secret that has several', () => {
    const mask = createMask(['-----BEGIN-----\n  c2VjcmV0\r\n}\n-----END-----\n'])
    assert.equal(mask('key c2VjcmV0!'), 'key ***!')
    assert.equal(mask('}'), '}')
  })

  it('hides overlapping secrets together', () => {
    assert.equal(createMask(['abcdef', 'defghi'])('x abcdefghi y'), 'x *** y')
  })

  it('hides the password of a connection URL by itself, written or meant', () => {
    const mask = createMask(['postgres://etl:s%40crit@db.example.com:5432/dw'])
    assert.equal(mask('password authentication failed for s@crit'), 'password authentication failed for ***')
    assert.equal(mask('etl at db.example.com, s%40crit'), 'etl at db.example.com, ***')
  })

  it('hides the keys inside a key file, printed decoded', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQ==\n'
    const mask = createMask([JSON.stringify({ type: 'service_account', private_key: key })])
    assert.equal(mask('MIIEvQ=='), '***')
    assert.equal(mask('service_account'), 'service_account')
  })

  it('hides a very short secret only as a word, and a single character never', () => {
    const mask = createMask(['42', 'x', ''])
    assert.equal(mask('pin 42, 420 rows of x'), 'pin ***, 420 rows of x')
  })

  it('hides the beginning of a secret where a message was shortened, but not a few letters of it', () => {
    const mask = createMask(['tok_Pl4in-Secret-9911'])
    assert.equal(mask('bad tok_Pl4in-Sec… here, tok_Pl4in...'), 'bad ***… here, ***...')
    assert.equal(mask('tok_P… and tok_Pl4in'), 'tok_P… and tok_Pl4in')
  })
})
