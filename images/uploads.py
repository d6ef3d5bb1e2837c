"""What may be sent to the site at once."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 64 * 1024 * 1024  # of a form with its files; what the form itself refuses gets a friendlier answer


class UploadLimit(FileUploadHandler):
    """Answer 400 to a request that says it is larger than any form of ours, before its body is read."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > MOST_BYTES:
            raise RequestDataTooBig(f"A request of {content_length} bytes was refused.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
