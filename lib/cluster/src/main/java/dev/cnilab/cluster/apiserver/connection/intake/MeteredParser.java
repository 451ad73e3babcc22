package dev.cnilab.cluster.apiserver.connection.intake;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Parses a connection's requests as long as there is room for their headers. The room is held until
 * the connection ends, as the parser keeps its buffers.
 */
final class MeteredParser extends HttpParser {
  /** Memory for a byte of a header: a text that grows, its last size, and the field made of it. */
  private static final int WEIGHT = 4;

  private final HeldBytes.Share share;
  private long longest;

  /**
   * A parser that sees nothing yet.
   *
   * @param plain the one in whose place it parses
   * @param most the largest headers in bytes
   */
  MeteredParser(
      HttpParser plain,
      int most,
      org.eclipse.jetty.http.HttpCompliance compliance,
      HeldBytes.Share share) {
    super((RequestHandler) plain.getHandler(), most, compliance);
    this.share = share;
    setHeaderCacheSize(plain.getHeaderCacheSize());
    setHeaderCacheCaseSensitive(plain.isHeaderCacheCaseSensitive());
  }

  HeldBytes.Share share() {
    return share;
  }

  @Override
  public boolean parseNext(ByteBuffer buffer) {
    if ((inHeaderState() || isState(State.TRAILER)) && !fits(buffer.remaining())) {
      BufferUtil.clear(buffer);
      badMessage(new HttpException.RuntimeException(HttpStatus.TOO_MANY_REQUESTS_429));
      return false;
    }
    return super.parseNext(buffer);
  }

  private boolean fits(int more) {
    long length = (long) getHeaderLength() + more;
    if (length <= HeldBytes.FREE || length <= longest) {
      return true;
    }
    if (!share.hold(HeldBytes.FREE + WEIGHT * (length - HeldBytes.FREE))) {
      return false;
    }
    longest = length;
    return true;
  }
}
