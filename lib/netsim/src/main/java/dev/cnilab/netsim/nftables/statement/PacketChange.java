package dev.cnilab.netsim.nftables.statement;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.expression.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that changes the packet or its connection and continues. */
public sealed interface PacketChange extends Statement {
  /** The value to set: a constant, or one read from the packet. */
  sealed interface Source {
    @Nullable Datum of(Subject subject);

    String text(DataType type, Style style);

    /** A constant. */
    record Constant(long value) implements Source {
      @Override
      public Datum of(Subject subject) {
        return Datum.of(value);
      }

      @Override
      public String text(DataType type, Style style) {
        return type.text(Datum.of(value), style);
      }
    }

    /** A value read from the packet. */
    record Read(Selector selector) implements Source {
      @Override
      public @Nullable Datum of(Subject subject) {
        List<Datum> read = selector.read(subject);
        return read == null ? null : read.getFirst();
      }

      @Override
      public String text(DataType type, Style style) {
        return selector.text(style);
      }
    }
  }

  /** {@code meta mark set}. */
  record PacketMark(Source source) implements PacketChange {
    @Override
    public Result run(Subject subject) {
      if (!(source.of(subject) instanceof Datum.Bits mark)) {
        return Result.BREAK;
      }
      subject.skb().mark((int) mark.value());
      return Result.NEXT;
    }

    @Override
    public String text(Style style) {
      return "meta mark set " + source.text(DataType.MARK, style);
    }
  }

  /** {@code ct mark set}. */
  record ConnectionMark(Source source) implements PacketChange {
    @Override
    public Result run(Subject subject) {
      Connection connection = subject.tracked().connection();
      if (connection == null || !(source.of(subject) instanceof Datum.Bits mark)) {
        return Result.BREAK;
      }
      connection.mark((int) mark.value());
      return Result.NEXT;
    }

    @Override
    public String text(Style style) {
      return "ct mark set " + source.text(DataType.MARK, style);
    }
  }

  /** {@code ip ttl set}. */
  record TimeToLive(int ttl) implements PacketChange {
    @Override
    public Result run(Subject subject) {
      subject.skb().replace(subject.packet().withTtl(ttl));
      return Result.NEXT;
    }

    @Override
    public String text(Style style) {
      return "ip ttl set " + ttl;
    }
  }

  /** {@code notrack}. */
  record NoTrack() implements PacketChange {
    @Override
    public Result run(Subject subject) {
      subject.skb().connection(Tracked.UNTRACKED);
      return Result.NEXT;
    }

    @Override
    public String text(Style style) {
      return "notrack";
    }
  }
}
