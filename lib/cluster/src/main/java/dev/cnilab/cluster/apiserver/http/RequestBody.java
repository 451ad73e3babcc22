package dev.cnilab.cluster.apiserver.http;

import java.nio.charset.StandardCharsets;

/** The bytes a request carries. */
public final class RequestBody {
  static final RequestBody NONE = new RequestBody(new byte[0]);

  private final byte[] bytes;

  public RequestBody(byte[] bytes) {
    this.bytes = bytes;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return bytes;
  }
}
