package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.process.StopSignal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * busybox's {@code ping} (networking/ping.c): it handles only replies and ignores ICMP errors.
 *
 * @param banner the first line of its help
 */
public record BusyboxPing(String banner) implements Program {
  private static final String LETTERS = "qvAc:s:t:w:W:I:np:46i:";

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      GetOpt given =
          GetOpt.parse("ping", words.subList(1, words.size()), LETTERS, GetOpt.Order.PERMUTE);
      if (given.error().isPresent() || given.operands().size() != 1) {
        String first = given.error().map(text -> text + "\n").orElse("");
        throw CommandFailure.refused(first + banner + "\n" + Usage.text("busybox-ping"));
      }
      try (RawSocket socket = process.network().sockets().raw(IcmpMessage.PROTOCOL)) {
        socket.options().broadcast();
        return new Run(process, given, socket).run();
      }
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    } catch (ErrnoException refused) {
      process.err().println("ping: permission denied (are you root?)");
      return 1;
    }
  }

  /** One run of the command. Times are in nanoseconds. */
  private static final class Run {
    private static final long SECOND = 1_000_000_000L;
    private static final long MICROS = 1_000_000;
    private static final int DEFAULT_DATA = 56;
    private static final int TIMED_FROM = 4;

    private final Process process;
    private final EventLoop loop;
    private final RawSocket socket;
    private final String host;
    private final long count;
    private final int size;
    private final boolean quiet;
    private final boolean adaptive;
    private final long interval;
    private final long patience;
    private final long deadline;
    private final byte pattern;
    private final int id;
    private final Map<Integer, Long> sentAt = new HashMap<>();
    private final Set<Integer> answered = new HashSet<>();
    private @Nullable Ipv4Address source;
    private long sent;
    private long received;
    private long repeats;
    private long least = Long.MAX_VALUE;
    private long most;
    private long sum;

    Run(Process process, GetOpt given, RawSocket socket) {
      this.process = process;
      this.loop = process.loop();
      this.socket = socket;
      this.host = given.operands().getFirst();
      this.count = number(given, 'c', 0, Long.MAX_VALUE, 0);
      this.size = (int) number(given, 's', 0, 65535, DEFAULT_DATA);
      this.quiet = given.has('q');
      this.adaptive = given.has('A');
      this.interval = given.argument('i').map(Run::interval).orElse(SECOND);
      this.patience = number(given, 'W', 1, Integer.MAX_VALUE, 10) * SECOND;
      this.deadline = number(given, 'w', 1, Integer.MAX_VALUE, 0) * SECOND;
      this.pattern = given.argument('p').map(Run::hexByte).orElse((byte) 0);
      this.id = process.pid() & 0xffff;
      if (given.has('t')) {
        socket.options().ttl((int) Math.max(1, number(given, 't', 0, 255, 0)));
      }
      given.argument('I').ifPresent(this::from);
      if (given.has('6')) {
        throw error("bad address '" + host + "'");
      }
    }

    private static CommandFailure error(String message) {
      return CommandFailure.refused("ping: " + message);
    }

    private static long number(GetOpt given, char letter, long least, long most, long otherwise) {
      if (!given.has(letter)) {
        return otherwise;
      }
      String word = given.argument(letter).orElse("");
      if (!word.matches("\\d{1,18}")) {
        throw error("invalid number '" + word + "'");
      }
      long number = Long.parseLong(word);
      if (number < least || number > most) {
        throw error("number " + word + " is not in " + least + ".." + most + " range");
      }
      return number;
    }

    /** An interval as it keeps it: whole microseconds in an int. */
    private static long interval(String word) {
      if (!word.matches("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}")) {
        throw error("invalid number '" + word + "'");
      }
      long micros = (long) (Double.parseDouble(word) * MICROS);
      return Math.min(micros, Integer.MAX_VALUE) * (SECOND / MICROS);
    }

    private static byte hexByte(String word) {
      if (!word.matches("[0-9a-fA-F]{1,2}")) {
        throw error("invalid number '" + word + "'");
      }
      return (byte) Integer.parseInt(word, 16);
    }

    private void from(String word) {
      Link device = process.network().links().find(word).orElse(null);
      if (device != null) {
        socket.options().device(device);
        return;
      }
      source = Resolver.numeric(word).orElseThrow(() -> error("bad address '" + word + "'"));
    }

    int run() {
      Ipv4Address target = target();
      String from = source == null ? "" : " from " + source;
      process
          .out()
          .println("PING " + host + " (" + target + ")" + from + ": " + size + " data bytes");
      if (source != null) {
        bind(source);
      }
      StopSignal.of(process, Signal.INT).ends(() -> exchange(target));
      process.out().print(summary());
      return received == 0 ? 1 : 0;
    }

    private Ipv4Address target() {
      try {
        return new Resolver(process).find(host).address();
      } catch (LookupFailure unknown) {
        throw error("bad address '" + host + "'");
      }
    }

    private void bind(Ipv4Address from) {
      try {
        socket.bind(from);
      } catch (ErrnoException refused) {
        throw error("can't set multicast source interface");
      }
    }

    private void exchange(Ipv4Address target) {
      long start = loop.nanoTime();
      long end = deadline == 0 ? Long.MAX_VALUE : start + deadline;
      long nextSend = start;
      long giveUp = Long.MAX_VALUE;
      while (count == 0 || received < count) {
        long now = loop.nanoTime();
        boolean more = count == 0 || sent < count;
        long wake = more ? nextSend : giveUp;
        if (now < wake) {
          if (listen(Duration.ofNanos(wake - now)) && adaptive) {
            nextSend = loop.nanoTime();
          }
          continue;
        }
        if (!more || now >= end) { // a deadline is noticed only when a request is due
          return;
        }
        send(target);
        nextSend = interval == 0 ? Long.MAX_VALUE : now + interval; // zero disables the timer
        if (count > 0 && sent == count) {
          giveUp = now + (received > 0 ? Math.max(2 * most, interval) : patience);
        }
      }
    }

    private void send(Ipv4Address target) {
      int sequence = (int) (sent++ & 0xffff);
      sentAt.put(sequence, loop.nanoTime());
      answered.remove(sequence);
      byte[] data = new byte[size];
      Arrays.fill(data, pattern);
      try {
        socket.send(target, IcmpMessage.echoRequest(id, sequence, Bytes.of(data)));
      } catch (ErrnoException refused) {
        throw error("sendto: " + refused.errno().text());
      }
    }

    /** Waits for a reply; true if one came. */
    private boolean listen(Duration time) {
      Received next = socket.receive(time);
      return next instanceof Received.Packet packet
          && packet.packet().payload() instanceof IcmpMessage message
          && message.type() == IcmpMessage.ECHO_REPLY
          && message.echoId() == id
          && answer(packet, message);
    }

    private boolean answer(Received.Packet packet, IcmpMessage message) {
      int sequence = message.echoSequence();
      Long sentTime = sentAt.get(sequence);
      long micros = sentTime == null ? 0 : (packet.nanoTime() - sentTime) / 1000;
      boolean again = !answered.add(sequence);
      if (again) {
        repeats++;
      } else {
        received++;
      }
      least = Math.min(least, micros);
      most = Math.max(most, micros * 1000);
      sum += micros;
      if (!quiet) {
        process
            .out()
            .println(
                (message.length() + " bytes from " + packet.packet().source())
                    + (": seq=" + sequence + " ttl=" + packet.packet().ttl())
                    + (size >= TIMED_FROM ? " time=" + millis(micros) + " ms" : "")
                    + (again ? " (DUP!)" : ""));
      }
      return true;
    }

    private String summary() {
      StringBuilder text = new StringBuilder("\n--- " + host + " ping statistics ---\n");
      text.append(sent).append(" packets transmitted, ").append(received);
      text.append(" packets received, ");
      text.append(repeats > 0 ? repeats + " duplicates, " : "");
      if (sent > 0) {
        text.append((sent - received) * 100 / sent).append("% packet loss");
      }
      text.append('\n');
      if (received > 0 && size >= TIMED_FROM) {
        long average = sum / (received + repeats);
        text.append("round-trip min/avg/max = ").append(millis(least)).append('/');
        text.append(millis(average)).append('/').append(millis(most / 1000)).append(" ms\n");
      }
      return text.toString();
    }

    private static String millis(long micros) {
      return String.format(Locale.ROOT, "%d.%03d", micros / 1000, micros % 1000);
    }
  }
}
