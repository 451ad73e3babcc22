package dev.cnilab.cluster.apiserver.connection.stream;

/**
 * The place of a stream that is not open yet.
 *
 * @param cuts how often all streams had been cut off when its client asked for it
 */
public record StreamPlace(OpenStreams streams, int cuts) {
  /**
   * Registers the stream; {@link #ended} must be called for it.
   *
   * @return false if all streams have been cut off since its client asked for it
   */
  public boolean began(OpenStream stream) {
    streams.began(stream);
    return isGood();
  }

  public void ended(OpenStream stream) {
    streams.ended(stream);
  }

  /** Whether all streams that were asked for at the same time are still open. */
  public boolean isGood() {
    return streams.cuts() == cuts;
  }
}
