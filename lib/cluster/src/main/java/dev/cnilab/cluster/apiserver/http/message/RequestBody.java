package dev.cnilab.cluster.apiserver.http.message;

import java.nio.charset.StandardCharsets;

/** A request's body. */
public final class RequestBody {
  /** The largest body that is read, as apiserver's {@code MaxRequestBodyBytes}. */
  public static final int LARGEST = 3 * 1024 * 1024;

  public static final RequestBody NONE = new RequestBody(new byte[0]);

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

  public byte[] bytes() {
    return bytes;
  }
}
