package dev.cnilab.cluster.apiserver.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.schema.Struct;
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
  private volatile @Nullable Checked checked;

  public RequestBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A body's tree, or why it has none. */
  @FunctionalInterface
  public interface Parsed {
    JsonNode tree() throws IOException;
  }

  /**
   * The errors of a strict decoder.
   *
   * @param type of the object that it has decoded; empty if the kind is not built in
   */
  public record Checked(Optional<Struct> type, List<String> errors) {}

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Keeps the tree that has been made before it is asked for. */
  public void keep(Parsed tree) {
    parsed = tree;
  }

  /** Keeps what a strict decoder has found before it is asked for. */
  public void keep(Checked fields) {
    checked = fields;
  }

  /** Its tree, once: who takes it may change it. */
  public Optional<Parsed> takeParsed() {
    Optional<Parsed> taken = Optional.ofNullable(parsed);
    parsed = null;
    return taken;
  }

  /** What a strict decoder has found, if it has been asked. */
  public Optional<Checked> checked() {
    return Optional.ofNullable(checked);
  }
}
