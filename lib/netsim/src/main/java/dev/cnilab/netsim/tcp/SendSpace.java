package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.packet.Bytes;

/**
 * The send sequence space (RFC 9293, 3.3.1): the bytes that are not acknowledged yet, how far they
 * were sent, and how much the other end takes.
 */
final class SendSpace {
  private final ByteQueue data = new ByteQueue();
  private int oldest; // the first sequence number that is not acknowledged: SND.UNA
  private int next; // the next sequence number to send: SND.NXT
  private int highest; // the first sequence number that was never sent
  private int window; // SND.WND
  private int scale;

  /** Sets the first sequence number, that of the SYN. */
  void begin(int first) {
    oldest = first;
    next = first;
    highest = first;
  }

  int oldest() {
    return oldest;
  }

  int next() {
    return next;
  }

  int highest() {
    return highest;
  }

  /** How many bytes are not acknowledged, those that were never sent included. */
  int length() {
    return data.length();
  }

  /** How many sequence numbers are on their way, as far as they were not given up for lost. */
  int inFlight() {
    return next - oldest;
  }

  /** How many sequence numbers were ever sent and are not acknowledged. */
  int outstanding() {
    return highest - oldest;
  }

  /** Whether all that was ever sent was sent no more than once since the last loss. */
  boolean isUpToDate() {
    return next == highest;
  }

  void add(Bytes more) {
    data.add(more);
  }

  /** Bytes that are not acknowledged, {@code offset} behind the oldest; at most {@code most}. */
  Bytes peek(int offset, int most) {
    return data.peek(offset, most);
  }

  /** Counts sequence numbers that were just sent. */
  void advance(int sent) {
    next += sent;
    highest = next - highest > 0 ? next : highest;
  }

  /** Begins again with the oldest: what is behind it may be lost, too. */
  void rewind() {
    next = oldest;
  }

  /** The SYN, the first sequence number, is acknowledged. */
  void acknowledgeSyn() {
    oldest++;
  }

  /**
   * The first {@code count} sequence numbers are acknowledged.
   *
   * @return whether a SYN or FIN was among them, and not bytes alone
   */
  boolean acknowledge(int count) {
    int bytes = Math.min(count, data.length());
    data.remove(bytes);
    oldest += count;
    next = oldest - next > 0 ? oldest : next;
    return count > bytes;
  }

  /** How many bytes the other end takes. */
  int window() {
    return window;
  }

  /** Sets the window that a SYN announces, and by how many bits later ones are to be shifted. */
  void open(int announced, int shift) {
    window = announced;
    scale = shift;
  }

  /** Takes the window that a later segment announces. */
  void resize(int announced) {
    window = announced << scale;
  }
}
