/** The sign-in form: no script, both languages. `failed`: the token before was wrong. */
export function loginPage(failed: boolean): string {
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>tram5g – đăng nhập / sign in</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
</head>
<body class="login">
<main>
<form method="post" action="/login" class="login-card">
<h1>tram5g</h1>
<p>Nhập mã truy cập của bảng điều khiển.<br><span lang="en">Enter the access token of this console.</span></p>
${failed ? '<p class="login-error" role="alert">Mã không đúng. <span lang="en">Wrong token.</span></p>' : ''}
<label for="token">Mã truy cập / <span lang="en">Access token</span></label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Đăng nhập / <span lang="en">Sign in</span></button>
</form>
</main>
</body>
</html>
`
}
