-- Hostile titles, quotes, names and addresses in otherwise plain coverage.

UPDATE core.outlets SET name = '"><img src=x onerror=alert(1)>' WHERE outlet = 'tiny-gazette';
UPDATE core.outlets SET name = '{{ 7 * 7 }}{% raw %}' || chr(8238) || 'gpj.exe' WHERE outlet = 'small-bulletin';

UPDATE core.articles SET url = 'javascript:alert(document.domain)//' || article_id WHERE outlet = 'tiny-gazette';
UPDATE core.articles SET url = 'data:text/html,<script>alert(1)</script>' || article_id WHERE outlet = 'small-bulletin';
UPDATE core.articles SET url = 'https://evil.example/"onmouseover="alert(1)' || article_id WHERE outlet = 'meridian';

UPDATE core.revisions SET title = '</title></svg><script>alert(1)</script><svg/onload=alert(2)>'
WHERE hash(revision_id) % 3 = 0;
UPDATE core.revisions SET title = repeat('W', 3000) WHERE hash(revision_id) % 7 = 1;
UPDATE core.revisions SET text = replace(text, 'on Monday', '<script>alert(3)</script><a href="javascript:alert(4)">on Monday</a>')
WHERE hash(revision_id) % 2 = 0;

UPDATE core.claims SET root = '<iframe srcdoc="<script>alert(5)</script>">', citing = '=HYPERLINK("https://evil.example")'
WHERE root = 'officials';

UPDATE core.figures SET label = label || ' <script>alert(6)</script>&amp;' || chr(8238)
WHERE unit = 'USD' OR label LIKE 'people kill%';

UPDATE core.findings SET detail = '<img src="https://evil.example/x.png"><style>*{display:none}</style>'
WHERE code = 'CONTESTED';
