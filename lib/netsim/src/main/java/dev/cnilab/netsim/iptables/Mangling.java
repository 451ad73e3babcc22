package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A target that changes the packet or its connection and continues with the next rule. */
public sealed interface Mangling extends Target {
  /** Applies the change. */
  void apply(MatchSubject subject);

  /** {@code TTL}: changes the TTL, which stays within 0 to 255. */
  record TimeToLive(Change change, int by) implements Mangling {
    /** What happens to the TTL; the constant is the option's last part. */
    public enum Change {
      SET,
      DEC,
      INC
    }

    @Override
    public String name() {
      return "TTL";
    }

    @Override
    public void apply(MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      int ttl =
          switch (change) {
            case SET -> by;
            case DEC -> packet.ttl() - by;
            case INC -> packet.ttl() + by;
          };
      subject.skb().replace(packet.withTtl(Math.clamp(ttl, 0, 255)));
    }

    @Override
    public String toString() {
      return "-j TTL --ttl-" + change.name().toLowerCase(Locale.ROOT) + " " + by;
    }
  }

  /** {@code TOS --set-tos}: the type of service becomes {@code tos & ~mask ^ value}. */
  record TypeOfService(int value, int mask) implements Mangling {
    @Override
    public String name() {
      return "TOS";
    }

    @Override
    public void apply(MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      subject.skb().replace(packet.withTos((packet.tos() & ~mask) ^ value));
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "-j TOS --set-tos 0x%02x/0x%02x", value, mask);
    }
  }

  /** {@code DSCP --set-dscp}: the upper six bits of the type of service. */
  record CodePoint(int value) implements Mangling {
    private static final int ECN = 3;

    @Override
    public String name() {
      return "DSCP";
    }

    @Override
    public void apply(MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      subject.skb().replace(packet.withTos((packet.tos() & ECN) | (value << 2)));
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "-j DSCP --set-dscp 0x%02x", value);
    }
  }

  /** {@code CONNMARK --set-xmark}: the connection's mark becomes {@code mark & ~mask ^ value}. */
  record ConnectionMark(int value, int mask) implements Mangling {
    @Override
    public String name() {
      return "CONNMARK";
    }

    @Override
    public void apply(MatchSubject subject) {
      Connection connection = subject.tracked().connection();
      if (connection != null) {
        connection.mark(new Target.Mark(value, mask).applyTo(connection.mark()));
      }
    }

    @Override
    public String toString() {
      return String.format("-j CONNMARK --set-xmark 0x%x/0x%x", value, mask);
    }
  }

  /**
   * {@code CONNMARK --save-mark} and {@code --restore-mark}: copies the mark between packet and
   * connection.
   */
  record CarryMark(Way way, int mask) implements Mangling {
    /** The direction of the copy: into the connection or out of it. */
    public enum Way {
      SAVE,
      RESTORE
    }

    @Override
    public String name() {
      return "CONNMARK";
    }

    @Override
    public void apply(MatchSubject subject) {
      Connection connection = subject.tracked().connection();
      if (connection == null) {
        return;
      }
      Skb skb = subject.skb();
      switch (way) {
        case SAVE -> connection.mark((connection.mark() & ~mask) ^ (skb.mark() & mask));
        case RESTORE -> skb.mark((skb.mark() & ~mask) ^ (connection.mark() & mask));
      }
    }

    @Override
    public String toString() {
      String verb = way.name().toLowerCase(Locale.ROOT);
      return String.format("-j CONNMARK --%s-mark --nfmask 0x%x --ctmask 0x%x", verb, mask, mask);
    }
  }

  /**
   * {@code TCPMSS}: limits the MSS that the sender of a SYN offers.
   *
   * @param mss in bytes of data; 0 to fit the links that the packet came in on and leaves by
   */
  record SegmentSize(int mss) implements Mangling {
    private static final int OPTION = 2;
    private static final int OPTION_LENGTH = 4;
    private static final int NO_OPERATION = 1;

    /** {@code --clamp-mss-to-pmtu}. */
    public static final SegmentSize CLAMP = new SegmentSize(0);

    @Override
    public String name() {
      return "TCPMSS";
    }

    @Override
    public void apply(MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      if (packet.payload() instanceof TcpSegment segment && segment.has(TcpSegment.Flag.SYN)) {
        int most = mss > 0 ? mss : fitting(subject);
        subject.skb().replace(packet.withPayload(limited(segment, most)));
      }
    }

    private static int fitting(MatchSubject subject) {
      int headers = Ipv4Packet.HEADER + TcpSegment.HEADER;
      return Math.min(mtu(subject.at().in()), mtu(subject.at().out())) - headers;
    }

    private static int mtu(@org.jspecify.annotations.Nullable Link link) {
      return link == null ? Ipv4Packet.MAX_LENGTH : link.mtu();
    }

    private static TcpSegment limited(TcpSegment segment, int most) {
      ByteBuffer options = ByteBuffer.allocate(segment.options().length());
      segment.options().encode(options);
      int at = 0;
      while (at + OPTION_LENGTH <= options.limit()) {
        int kind = options.get(at);
        if (kind == OPTION) {
          int offered = Short.toUnsignedInt(options.getShort(at + 2));
          options.putShort(at + 2, (short) Math.min(offered, most));
          return segment.withOptions(Bytes.of(options.array()));
        }
        at += kind == NO_OPERATION ? 1 : Math.max(1, options.get(at + 1));
      }
      return segment;
    }

    @Override
    public String toString() {
      return "-j TCPMSS " + (mss == 0 ? "--clamp-mss-to-pmtu" : "--set-mss " + mss);
    }
  }
}
