package dev.cnilab.netsim.link;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.EthernetFrame;
import java.util.ArrayList;
import java.util.List;

/** The packet sockets (taps) that see every frame of a link; packet(7). */
public final class Taps {
  private List<Tap> all = List.of();

  /** Adds a tap, which sees every frame from now on. */
  public void add(Tap tap) {
    Caller.requireRaw();
    List<Tap> more = new ArrayList<>(all);
    more.add(tap);
    all = more;
  }

  /** Removes a tap. */
  public void remove(Tap tap) {
    List<Tap> fewer = new ArrayList<>(all);
    fewer.remove(tap);
    all = fewer;
  }

  void saw(Skb skb, Tap.Direction direction, EventLoop loop) {
    if (!all.isEmpty()) {
      EthernetFrame frame = skb.frame();
      all.forEach(each -> each.saw(frame, direction, loop.nanoTime()));
    }
  }
}
