package dev.cnilab.cluster.apiserver.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's body. */
public final class RequestBody {
  /** The largest body that is read, as apiserver's {@code MaxRequestBodyBytes}. */
  public static final int LARGEST = 3 * 1024 * 1024;

  public static final RequestBody NONE = new RequestBody(new byte[0]);

  private final byte[] bytes;
  private volatile @Nullable Parsed parsed;
  private volatile @Nullable List<String> repeated;

  public RequestBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A body's tree, or why it has none. */
  @FunctionalInterface
  public interface Parsed {
    JsonNode tree() throws IOException;
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

  /**
   * Keeps what has been found out before it is asked for.
   *
   * @param paths the paths of repeated fields
   */
  public void keep(Parsed tree, List<String> paths) {
    parsed = tree;
    repeated = paths;
  }

  /** Its tree, once: who takes it may change it. */
  public Optional<Parsed> takeParsed() {
    Optional<Parsed> taken = Optional.ofNullable(parsed);
    parsed = null;
    return taken;
  }

  /** The paths of repeated fields, if they are known. */
  public Optional<List<String>> repeated() {
    return Optional.ofNullable(repeated);
  }
}
