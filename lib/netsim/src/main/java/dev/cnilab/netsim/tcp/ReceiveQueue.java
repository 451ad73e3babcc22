package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.packet.Bytes;
import java.util.Map;
import java.util.TreeMap;

/** The receiving side: data in order for the reader, and data that came too early. */
final class ReceiveQueue {
  static final int CAPACITY = 131_072;

  private final ByteQueue ready = new ByteQueue();
  private final Map<Long, Bytes> early = new TreeMap<>();
  private long received;
  private int next;

  /** Sets the sequence number of the first byte. */
  void begin(int firstSequence) {
    next = firstSequence;
  }

  /** The next sequence number expected. */
  int next() {
    return next;
  }

  /** The number of bytes received in order. */
  long received() {
    return received;
  }

  /** Counts a FIN, which takes a sequence number. */
  void skip() {
    next++;
  }

  ByteQueue ready() {
    return ready;
  }

  /** The number of bytes for which there is room. */
  int window() {
    return Math.max(0, CAPACITY - ready.length());
  }

  /** Adds data that begins at a sequence number; bytes received before are skipped. */
  void add(int sequence, Bytes data) {
    int known = next - sequence;
    if (data.length() == 0 || known >= data.length()) {
      return;
    }
    if (known < 0) {
      early.put(received - known, data);
      return;
    }
    deliver(data.slice(known, data.length()));
    deliverEarly();
  }

  private void deliverEarly() {
    for (boolean found = true; found; ) {
      found = false;
      for (Map.Entry<Long, Bytes> each : early.entrySet()) {
        long known = received - each.getKey();
        if (known >= 0) {
          early.remove(each.getKey());
          Bytes data = each.getValue();
          if (known < data.length()) {
            deliver(data.slice((int) known, data.length()));
          }
          found = true;
          break;
        }
      }
    }
  }

  private void deliver(Bytes data) {
    ready.add(data);
    received += data.length();
    next += data.length();
  }
}
