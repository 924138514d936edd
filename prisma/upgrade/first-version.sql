-- What a small band had in a Segno of the first version: rows of the first migration's tables, in its words.
INSERT INTO account (id, email, email_as_typed, name, password_hash, email_verified_at, time_zone, digest_frequency, digest_hour, digest_watermark, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000001', 'olga@example.com', 'Olga@example.com', 'Olga', 'hash', '2026-11-20T10:00:00Z', 'Europe/Berlin', 'daily', 8, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'),
  ('0192f0c0-0000-7000-8000-000000000002', 'theo@example.com', 'theo@example.com', 'Théo 🎸', 'hash', '2026-11-20T10:00:00Z', 'UTC', 'off', 8, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z');
INSERT INTO session (id, account_id, created_at, last_used_at, expires_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000003', '0192f0c0-0000-7000-8000-000000000001', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', '2036-01-01T00:00:00Z');
INSERT INTO api_token (id, account_id, name, hash, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000004', '0192f0c0-0000-7000-8000-000000000001', 'backup', '9882f14561c581715b1adcf853e9d8a0887ce2e9714f754b5eb3467d37bad371', '2026-11-20T10:00:00Z');
INSERT INTO project (id, owner_id, name, created_at) VALUES ('0192f0c0-0000-7000-8000-000000000005', '0192f0c0-0000-7000-8000-000000000001', 'Nightferry', '2026-11-20T10:00:00Z');
INSERT INTO song (id, project_id, created_by_id, name, event_seq, version_seq, created_at, updated_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-000000000005', '0192f0c0-0000-7000-8000-000000000001', 'Harbour', 3, 2, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'),
  ('0192f0c0-0000-7000-8000-000000000007', '0192f0c0-0000-7000-8000-000000000005', '0192f0c0-0000-7000-8000-000000000002', 'Harbour', 0, 0, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z');
INSERT INTO membership (id, account_id, project_id, role, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000008', '0192f0c0-0000-7000-8000-000000000001', '0192f0c0-0000-7000-8000-000000000005', 'owner', '2026-11-20T10:00:00Z'),
  ('0192f0c0-0000-7000-8000-000000000009', '0192f0c0-0000-7000-8000-000000000002', '0192f0c0-0000-7000-8000-000000000005', 'editor', '2026-11-20T10:00:00Z');
INSERT INTO invite (id, email, project_id, target_id, role, state, invited_by_id, created_at) VALUES
  ('0192f0c0-0000-7000-8000-00000000000a', 'lena@example.com', '0192f0c0-0000-7000-8000-000000000005', '0192f0c0-0000-7000-8000-000000000005', 'commenter', 'pending', '0192f0c0-0000-7000-8000-000000000001', '2026-11-20T10:00:00Z');
INSERT INTO upload (id, project_id, song_id, created_by_id, idempotency_key, state, file_name, size_bytes, content_type, part_size_bytes, part_count, object_key, storage_id, etag, expires_at, created_at, updated_at) VALUES
  ('0192f0c0-0000-7000-8000-00000000000b', '0192f0c0-0000-7000-8000-000000000005', '0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-000000000001', 'take-one', 'stored', 'harbour.wav', 33957044, 'audio/wav', 16777216, 3, 'projects/0192f0c0-0000-7000-8000-000000000005/songs/0192f0c0-0000-7000-8000-000000000006/uploads/0192f0c0-0000-7000-8000-00000000000b/source', 'storage-1', 'etag-1', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'),
  ('0192f0c0-0000-7000-8000-00000000000c', '0192f0c0-0000-7000-8000-000000000005', '0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-000000000002', 'take-two', 'stored', 'harbour 2.flac', 20000000, 'audio/flac', 16777216, 2, 'projects/0192f0c0-0000-7000-8000-000000000005/songs/0192f0c0-0000-7000-8000-000000000006/uploads/0192f0c0-0000-7000-8000-00000000000c/source', 'storage-2', 'etag-2', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z');
INSERT INTO version (id, song_id, upload_id, created_by_id, number, note, file_name, size_bytes, container, content_type, duration_ms, created_at) VALUES
  ('0192f0c0-0000-7000-8000-00000000000d', '0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-00000000000b', '0192f0c0-0000-7000-8000-000000000001', 1, 'first take', 'harbour.wav', 33957044, 'wav', 'audio/wav', 192500, '2026-11-20T10:00:00Z'),
  ('0192f0c0-0000-7000-8000-00000000000e', '0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-00000000000c', '0192f0c0-0000-7000-8000-000000000002', 2, '', 'harbour 2.flac', 20000000, 'flac', 'audio/flac', NULL, '2026-11-20T10:00:00Z');
INSERT INTO analysis (id, version_id, engine, state, percent, waiting_since, started_at, finished_at, facts, has_peaks, created_at) VALUES
  ('0192f0c0-0000-7000-8000-00000000000f', '0192f0c0-0000-7000-8000-00000000000d', '1.0.0', 'done', 100, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', '{"schemaVersion": 1, "analyzerVersion": "1.0.0", "decoder": "ffmpeg", "sha256": "abababababababababababababababababababababababababababababababab", "codec": "pcm_s16le", "isLossless": true, "sampleRateHz": 44100, "channels": 2, "bitDepth": 16, "bitrateBps": 1411200, "durationSec": 192.5, "integratedLufs": -9.8, "rangeLu": 4.2, "maxMomentaryLufs": -6.1, "maxShortTermLufs": -7.4, "truePeakDbtp": -0.3, "samplePeakDbfs": -0.4, "rmsDbfs": -12.1, "stereoCorrelation": 0.82, "isSilent": false}', true, '2026-11-20T10:00:00Z'),
  ('0192f0c0-0000-7000-8000-000000000010', '0192f0c0-0000-7000-8000-00000000000e', '1.0.0', 'waiting', 0, '2026-11-20T10:00:00Z', NULL, NULL, NULL, false, '2026-11-20T10:00:00Z');
INSERT INTO tag (id, version_id, name, value, source, confidence, evidence, state, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000011', '0192f0c0-0000-7000-8000-00000000000d', 'lossless', NULL, 'measured', 1, '[]', 'accepted', '2026-11-20T10:00:00Z');
INSERT INTO comment (id, song_id, version_id, author_id, parent_id, body, start_ms, end_ms, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000012', '0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-00000000000d', '0192f0c0-0000-7000-8000-000000000002', NULL, 'Louder here, <b>please</b>', 64300, 70000, '2026-11-20T10:00:00Z'),
  ('0192f0c0-0000-7000-8000-000000000013', '0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-00000000000d', '0192f0c0-0000-7000-8000-000000000001', '0192f0c0-0000-7000-8000-000000000012', 'Done', NULL, NULL, '2026-11-20T10:00:00Z');
INSERT INTO song_event (song_id, seq, type, payload, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000006', 3, 'comment.created', '{}', '2026-11-20T10:00:00Z');
INSERT INTO notification (id, reader_id, doer_id, song_id, project_id, kind, source_key, payload, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000014', '0192f0c0-0000-7000-8000-000000000001', '0192f0c0-0000-7000-8000-000000000002', '0192f0c0-0000-7000-8000-000000000006', '0192f0c0-0000-7000-8000-000000000005', 'comment', 'comment:0192f0c0-0000-7000-8000-000000000012', '{}', '2026-11-20T10:00:00Z');
INSERT INTO email (id, account_id, lane, key, to_address, from_address, subject, html, text, headers, state, next_attempt_at, expires_at, sent_at, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000015', '0192f0c0-0000-7000-8000-000000000001', 'bulk', 'digest:0192f0c0-0000-7000-8000-000000000001:2026-11-20', 'olga@example.com', 'Segno <hello@segno.test>', 'News', '<p>News</p>', 'News', '{}', 'sent', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z');
INSERT INTO outbox (id, name, data, next_attempt_at, created_at) VALUES
  ('0192f0c0-0000-7000-8000-000000000016', 'version/uploaded', '{"versionId": "0192f0c0-0000-7000-8000-00000000000e"}', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z');
