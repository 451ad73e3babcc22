package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.process.StopSignal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sends echo requests and receives replies, with the timing of iputils (ping_common.c: main_loop,
 * pinger, __schedule_exit). Times are in milliseconds unless stated otherwise.
 */
final class EchoLoop {
  private static final long SHORTEST_INTERVAL = 10;
  private static final int SEQUENCES = 65536;

  private final Process process;
  private final EventLoop loop;
  private final PingOptions options;
  private final PingTarget target;
  private final EchoStatistics statistics = new EchoStatistics();
  private final EchoPayload payload;
  private final EchoOutput output;
  private final StopSignal stop;
  private final Map<Integer, Long> sentAt = new HashMap<>();
  private final int id;
  private final long start;
  private long interval;
  private long lastSend = -1;
  private long tokens;
  private long exitAt = Long.MAX_VALUE;
  private boolean exitScheduled;
  private boolean exiting;
  private long outOfBuffers;

  EchoLoop(Process process, PingOptions options, PingTarget target) {
    this.process = process;
    this.loop = process.loop();
    this.options = options;
    this.target = target;
    this.payload = new EchoPayload(options.size, options.pattern);
    this.id = options.ident >= 0 ? options.ident : loop.random().nextInt(0x10000);
    this.output = new EchoOutput(process, options, target, id);
    this.interval = options.interval;
    this.start = loop.nanoTime();
    this.stop = StopSignal.of(process, Signal.INT);
  }

  /** Runs to the end; returns ping's exit status. */
  int run() {
    output.begin();
    if (options.deadline > 0) {
      exitAt = start + options.deadline * 1_000_000_000L;
    }
    while (!isDone()) {
      receive(send());
    }
    process
        .out()
        .print(statistics.summary(target.host(), Math.max(0, lastSend - start), measured()));
    boolean tooFew = options.deadline > 0 && statistics.received() < options.count;
    return statistics.received() == 0 || tooFew ? 1 : 0;
  }

  private Set<EchoStatistics.Measured> measured() {
    Set<EchoStatistics.Measured> measured = EnumSet.noneOf(EchoStatistics.Measured.class);
    if (options.isTimed()) {
      measured.add(EchoStatistics.Measured.ROUND_TRIPS);
    }
    if (interval == 0 || options.flood || options.adaptive) {
      measured.add(EchoStatistics.Measured.GAPS);
    }
    return measured;
  }

  private boolean isDone() {
    exiting |= stop.hasArrived() || loop.nanoTime() >= exitAt;
    return exiting
        || (options.count > 0 && statistics.received() + statistics.errors() >= options.count)
        || (options.deadline > 0 && statistics.errors() > 0);
  }

  /** Sends a request if one is due; returns the time until the next one. */
  private long send() {
    long next;
    do {
      next = scheduleExit(sendOne());
    } while (next <= 0);
    return next;
  }

  private long sendOne() {
    boolean all = options.count > 0 && statistics.transmitted() >= options.count;
    if (exiting || (all && options.deadline == 0)) {
      return 1000;
    }
    long now = loop.nanoTime();
    if (lastSend < 0) {
      lastSend = now;
      tokens = interval * (options.preload - 1);
    } else {
      long passed = (now - lastSend) / 1_000_000;
      if (interval == 0 && passed < SHORTEST_INTERVAL && statistics.inFlight() >= options.preload) {
        return SHORTEST_INTERVAL - passed;
      }
      passed = Math.min(passed + tokens, interval * options.preload);
      if (passed < interval) {
        return interval - passed;
      }
      lastSend = now;
      tokens = passed - interval;
    }
    if (options.outstanding
        && statistics.transmitted() > 0
        && !statistics.isAnswered(statistics.transmitted())) {
      output.unanswered(statistics.transmitted() % SEQUENCES);
    }
    return transmit();
  }

  private long transmit() {
    int sequence = (int) (statistics.transmitted() + 1) & 0xffff;
    try {
      sentAt.put(sequence, loop.nanoTime());
      target
          .socket()
          .send(target.address(), IcmpMessage.echoRequest(id, sequence, payload.at(loop.now())));
      outOfBuffers = 0;
      statistics.sent();
      output.sent();
      return interval - tokens;
    } catch (ErrnoException refused) {
      return refused.errno() == Errno.ENOBUFS ? outOfBuffers() : hardError(refused.errno());
    }
  }

  private long outOfBuffers() {
    tokens = 0;
    long pause = Math.min(Math.max(interval / 2, SHORTEST_INTERVAL), 500);
    outOfBuffers++;
    if (outOfBuffers * pause < options.linger) {
      return pause;
    }
    statistics.sent();
    return complain(Errno.ENOBUFS);
  }

  /** A request that could not be sent counts as sent; the reason is in the socket's error queue. */
  private long hardError(Errno errno) {
    Received queued = target.socket().receive(Duration.ZERO);
    if (queued instanceof SocketError local && local.origin() == SocketError.Origin.LOCAL) {
      localError(local);
      statistics.sent();
      tokens = 0;
      return Math.max(interval, SHORTEST_INTERVAL);
    }
    statistics.sent();
    if (queued instanceof SocketError error) {
      icmpError(error);
      return complain(errno);
    }
    tokens = 0; // an empty error queue is an error that is not reported
    return Math.max(interval, SHORTEST_INTERVAL);
  }

  private long complain(Errno errno) {
    output.notSent(errno);
    tokens = 0;
    return Math.max(interval, SHORTEST_INTERVAL);
  }

  /** Once all requests are sent, sets the time at which to stop waiting. */
  private long scheduleExit(long next) {
    boolean all = options.count > 0 && statistics.transmitted() >= options.count;
    if (!all || options.deadline > 0 || exitScheduled) {
      return next;
    }
    exitScheduled = true;
    long wait = options.linger * 1000;
    if (statistics.received() > 0) {
      wait = Math.max(2 * statistics.most(), interval * 1000);
    }
    if (wait > 0) { // zero disables a kernel timer
      exitAt = loop.nanoTime() + wait * 1000;
    }
    return next < 0 || next < wait / 1000 ? Math.max(wait / 1000, 1) : next;
  }

  /** Receives until something else is due, but not longer than an interval (SO_RCVTIMEO). */
  private void receive(long next) {
    long untilExit = exitAt == Long.MAX_VALUE ? Long.MAX_VALUE : exitAt - loop.nanoTime();
    long most = Math.min(next, Math.max(interval, SHORTEST_INTERVAL));
    Duration wait = Duration.ofNanos(Math.max(0, Math.min(most * 1_000_000, untilExit)));
    stop.ends(
        () -> {
          for (Received each = target.socket().receive(wait);
              each != null;
              each = target.socket().receive(Duration.ZERO)) {
            handle(each);
            if (statistics.inFlight() == 0) {
              return;
            }
          }
        });
  }

  private void handle(Received received) {
    switch (received) {
      case Received.Packet packet -> packet(packet.packet(), packet.nanoTime());
      case SocketError error when error.origin() == SocketError.Origin.LOCAL -> localError(error);
      case SocketError error -> icmpError(error);
    }
  }

  private void localError(SocketError error) {
    if (options.quiet) {
      return;
    }
    output.localError(error);
    statistics.error();
  }

  private void icmpError(SocketError error) {
    QuotedPacket about = error.about();
    if (about == null || !isOurs(about)) {
      return;
    }
    statistics.acknowledge(about.echoSequence());
    statistics.error();
    output.icmpError(error, about);
  }

  private boolean isOurs(QuotedPacket about) {
    return about.destination().equals(target.address())
        && about.protocol() == IcmpMessage.PROTOCOL
        && about.echoId() == id;
  }

  private void packet(Ipv4Packet packet, long nanoTime) {
    if (!(packet.payload() instanceof IcmpMessage message)) {
      return;
    }
    if (message.type() == IcmpMessage.ECHO_REPLY && message.echoId() == id) {
      reply(packet, message, nanoTime);
    } else if (message.isError()) {
      errorMessage(packet, message);
    }
  }

  private void reply(Ipv4Packet packet, IcmpMessage message, long nanoTime) {
    int sequence = message.echoSequence();
    Long sent = sentAt.get(sequence);
    boolean again = statistics.answer(sequence);
    long micros = sent == null ? 0 : (nanoTime - sent) / 1000;
    if (options.isTimed()) {
      statistics.time(micros);
      if (options.adaptive) {
        interval = (statistics.most() + 500) / 1000;
      }
    }
    output.reply(packet, message, micros, again);
  }

  /** Handles ICMP redirects; other ICMP errors arrive through the error queue. */
  private void errorMessage(Ipv4Packet packet, IcmpMessage message) {
    QuotedPacket about;
    try {
      about = message.quoted();
    } catch (MalformedPacketException unreadable) {
      return;
    }
    if (!isOurs(about)) {
      return;
    }
    if (message.type() != IcmpMessage.REDIRECT) {
      statistics.acknowledge(about.echoSequence());
    } else {
      output.redirect(packet, message, about);
    }
  }
}
