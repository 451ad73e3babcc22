package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.packet.Bytes;

/**
 * The send sequence space (RFC 9293, 3.3.1): the unacknowledged bytes, how far they were sent, and
 * the peer's window.
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

  /** The number of unacknowledged bytes, including those that were never sent. */
  int length() {
    return data.length();
  }

  /** The number of sequence numbers in flight, without those given up as lost. */
  int inFlight() {
    return next - oldest;
  }

  /** The number of sequence numbers that were sent and not acknowledged. */
  int outstanding() {
    return highest - oldest;
  }

  /** Whether everything that was lost has been resent. */
  boolean isUpToDate() {
    return next == highest;
  }

  void add(Bytes more) {
    data.add(more);
  }

  /** At most {@code most} unacknowledged bytes from {@code offset} after the oldest. */
  Bytes peek(int offset, int most) {
    return data.peek(offset, most);
  }

  /** Counts sequence numbers as sent. */
  void advance(int sent) {
    next += sent;
    highest = next - highest > 0 ? next : highest;
  }

  /** Sends again from the oldest, because everything after it may be lost too. */
  void rewind() {
    next = oldest;
  }

  /** Acknowledges the SYN, the first sequence number. */
  void acknowledgeSyn() {
    oldest++;
  }

  /**
   * Acknowledges the first {@code count} sequence numbers.
   *
   * @return whether a SYN or FIN was among them
   */
  boolean acknowledge(int count) {
    int bytes = Math.min(count, data.length());
    data.remove(bytes);
    oldest += count;
    next = oldest - next > 0 ? oldest : next;
    return count > bytes;
  }

  /** The peer's window, in bytes. */
  int window() {
    return window;
  }

  /** Sets the window announced in a SYN, and the shift of later ones in bits. */
  void open(int announced, int shift) {
    window = announced;
    scale = shift;
  }

  /** Sets the window announced in a later segment. */
  void resize(int announced) {
    window = announced << scale;
  }
}
