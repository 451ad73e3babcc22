package dev.cnilab.userland.stream;

import dev.cnilab.userland.file.open.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Keeps the beginning of an output that may have no end, and drops the rest. */
public final class FirstBytes implements Consumer<byte[]> {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  /**
   * Keeps nothing yet.
   *
   * @param most how many bytes are kept
   */
  public FirstBytes(int most) {
    this.most = most;
  }

  @Override
  public void accept(byte[] more) {
    kept.write(more, 0, Math.min(more.length, most - kept.size()));
  }

  /** A descriptor whose output is kept. */
  public Sink sink() {
    return new Sink(this, () -> {});
  }

  public boolean isEmpty() {
    return kept.size() == 0;
  }

  public byte[] bytes() {
    return kept.toByteArray();
  }

  /** What has been kept, as UTF-8. */
  public String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
