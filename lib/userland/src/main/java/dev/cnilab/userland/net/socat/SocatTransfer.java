package dev.cnilab.userland.net.socat;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;

/**
 * Copies in both directions between two channels until both have ended, or until some time after
 * one has.
 *
 * @param patience how long it waits for the other one after one has ended
 */
record SocatTransfer(Process process, Duration patience) {
  /** The directions to copy. */
  enum Ways {
    BOTH,
    FORTH,
    BACK
  }

  void run(Channel left, Channel right, Ways ways) {
    WaitQueue ends = new WaitQueue(process.loop());
    boolean[] ended = {ways == Ways.BACK, ways == Ways.FORTH};
    Task forth = process.loop().spawn("socat forth", () -> carry(left, right, ended, 0, ends));
    Task back = process.loop().spawn("socat back", () -> carry(right, left, ended, 1, ends));
    process.onExit(
        status -> {
          forth.interrupt();
          back.interrupt();
        });
    while (!ended[0] && !ended[1]) {
      ends.await();
    }
    long end = process.loop().nanoTime() + patience.toNanos();
    boolean oneWay = ways != Ways.BOTH;
    while (!(ended[0] && ended[1]) && (oneWay || process.loop().nanoTime() < end)) {
      if (oneWay) {
        ends.await();
      } else {
        ends.await(Duration.ofNanos(end - process.loop().nanoTime()));
      }
    }
    forth.interrupt();
    back.interrupt();
    left.close();
    right.close();
  }

  private static void carry(Channel from, Channel to, boolean[] ended, int way, WaitQueue ends) {
    if (ended[way]) {
      return;
    }
    try {
      for (Bytes data = from.read(); data.length() > 0; data = from.read()) {
        to.write(data);
      }
    } catch (IOException | ErrnoException gone) {
      // This direction has ended.
    }
    to.finish();
    ended[way] = true;
    ends.wakeAll();
  }
}
