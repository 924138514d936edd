"""What boto3 makes of the server: every step asserts; the last line is "ok"."""

import hashlib
import os
import sys
import tempfile
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, bucket = sys.argv[1:3]
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
)
MIB = 1024 * 1024


def refused(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    raise AssertionError("not refused")


def put(url, body, headers=None):
    request = urllib.request.Request(url, data=body, method="PUT", headers=headers or {})
    with urllib.request.urlopen(request) as answer:
        return answer.headers["ETag"]


# A plain object, its metadata, conditions and ranges.
key = "boto/späte Nacht + 1.wav"
body = os.urandom(3 * MIB + 7)
s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="audio/wav", Metadata={"mood": "blue"})
head = s3.head_object(Bucket=bucket, Key=key)
assert head["ContentLength"] == len(body) and head["Metadata"] == {"mood": "blue"}, head
assert head["ETag"] == '"%s"' % hashlib.md5(body).hexdigest(), head
assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == body
part = s3.get_object(Bucket=bucket, Key=key, Range="bytes=-5")
assert part["Body"].read() == body[-5:] and part["ContentRange"].endswith("/%d" % len(body)), part
assert refused(lambda: s3.get_object(Bucket=bucket, Key=key, IfNoneMatch=head["ETag"]))[1] == 304
assert refused(lambda: s3.get_object(Bucket=bucket, Key="boto/none")) == ("NoSuchKey", 404)
assert refused(lambda: s3.put_object(Bucket=bucket, Key="x", Body=b"x", ContentMD5="A" * 22 + "=="))[1] == 400

# Presigned: exactly these bytes, parts out of order, and reading back.
url = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "boto/pre", "ContentType": "audio/wav"})
put(url, b"presigned", {"content-type": "audio/wav"})
with urllib.request.urlopen(s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "boto/pre"})) as got:
    assert got.read() == b"presigned"
try:
    put(url, b"presigned", {"content-type": "text/html"})
    raise AssertionError("another type was taken")
except urllib.error.HTTPError as error:
    assert error.code == 403, error.code
upload = s3.create_multipart_upload(Bucket=bucket, Key="boto/parts")["UploadId"]
pieces = {1: os.urandom(5 * MIB), 2: os.urandom(99)}
etags = {}
for number in (2, 1):
    params = {"Bucket": bucket, "Key": "boto/parts", "UploadId": upload, "PartNumber": number}
    etags[number] = put(s3.generate_presigned_url("upload_part", Params=params), pieces[number])
listed = s3.list_parts(Bucket=bucket, Key="boto/parts", UploadId=upload)["Parts"]
assert [one["Size"] for one in listed] == [5 * MIB, 99], listed
parts = [{"PartNumber": number, "ETag": etags[number]} for number in (1, 2)]
s3.complete_multipart_upload(Bucket=bucket, Key="boto/parts", UploadId=upload, MultipartUpload={"Parts": parts})
assert s3.get_object(Bucket=bucket, Key="boto/parts")["Body"].read() == pieces[1] + pieces[2]

# The transfer manager, with checksums of its own.
with tempfile.TemporaryDirectory() as folder:
    sent, back = os.path.join(folder, "sent"), os.path.join(folder, "back")
    whole = os.urandom(17 * MIB + 3)
    with open(sent, "wb") as file:
        file.write(whole)
    config = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB, max_concurrency=3)
    s3.upload_file(sent, bucket, "boto/managed", Config=config, ExtraArgs={"ChecksumAlgorithm": "SHA256"})
    s3.download_file(bucket, "boto/managed", back, Config=config)
    with open(back, "rb") as file:
        assert file.read() == whole

# Lists in pages, and removal by hundreds.
names = ["boto/many/%04d" % number for number in range(120)]
for name in names:
    s3.put_object(Bucket=bucket, Key=name, Body=b"")
pages = s3.get_paginator("list_objects_v2").paginate(
    Bucket=bucket, Prefix="boto/many/", PaginationConfig={"PageSize": 50}
)
assert [one["Key"] for page in pages for one in page["Contents"]] == names
s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": name} for name in names]})
assert s3.list_objects_v2(Bucket=bucket, Prefix="boto/many/")["KeyCount"] == 0
print("ok")
