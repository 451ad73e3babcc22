package dev.cnilab.netsim.nftables.statement;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping.Span;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.Mapped;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.expression.Subject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides the translation of an end of the packet's connection. */
public sealed interface Translate extends Statement {
  /** The hooks that support it. */
  List<Hook> hooks();

  /** {@code snat} and {@code dnat}: the two ends of a connection. */
  enum End {
    SNAT,
    DNAT;

    List<Hook> hooks() {
      return this == SNAT
          ? List.of(Hook.INPUT, Hook.POSTROUTING)
          : List.of(Hook.PREROUTING, Hook.OUTPUT);
    }

    @Override
    public String toString() {
      return this == SNAT ? "snat" : "dnat";
    }
  }

  /**
   * To an address, a port, or a range of either.
   *
   * @param flags as printed at the end; "" for none
   */
  record To(
      End end, Optional<Span<Ipv4Address>> addresses, Optional<Span<Integer>> ports, String flags)
      implements Translate {
    @Override
    public List<Hook> hooks() {
      return end.hooks();
    }

    @Override
    public Result run(Subject subject) {
      return new Result.Translated(new Mapping(addresses, ports, flags.contains("random")));
    }

    @Override
    public String text(Style style) {
      String address =
          addresses
              .map(
                  span ->
                      DataType.IPV4_ADDR.text(
                          dev.cnilab.netsim.nftables.data.Span.of(
                              Integer.toUnsignedLong(span.first().bits()),
                              Integer.toUnsignedLong(span.last().bits())),
                          style))
              .orElse("");
      return end + " to " + address + portText(ports) + (flags.isEmpty() ? "" : " " + flags);
    }
  }

  /** {@code dnat to … map …}: to what a map has for a value read from the packet. */
  record ByMap(End end, Selector selector, SetReference map) implements Translate {
    @Override
    public List<Hook> hooks() {
      return end.hooks();
    }

    @Override
    public Result run(Subject subject) {
      List<Datum> read = selector.read(subject);
      Element found = read == null ? null : map.in(subject).find(read);
      if (found == null || !(found.mapped() instanceof Mapped.Value value)) {
        return Result.BREAK;
      }
      Optional<Ipv4Address> address = Optional.empty();
      Optional<Integer> port = Optional.empty();
      for (int i = 0; i < value.data().size(); i++) {
        long number = ((Datum.Bits) value.data().get(i)).value();
        if (value.types().get(i) == DataType.IPV4_ADDR) {
          address = Optional.of(new Ipv4Address((int) number));
        } else {
          port = Optional.of((int) number);
        }
      }
      return new Result.Translated(
          new Mapping(
              address.map(one -> new Span<>(one, one)),
              port.map(one -> new Span<>(one, one)),
              false));
    }

    @Override
    public String text(Style style) {
      boolean pair =
          map instanceof SetReference.Anonymous anonymous
              && anonymous.set().entries().stream()
                  .anyMatch(
                      entry ->
                          entry.element().mapped() instanceof Mapped.Value value
                              && value.data().size() > 1);
      return end + (pair ? " ip to " : " to ") + selector.text(style) + " map " + map.text(style);
    }
  }

  /**
   * {@code masquerade}: rewrites the source to an address of this host, of the link it leaves by if
   * possible.
   */
  record Masquerade(Optional<Span<Integer>> ports, String flags) implements Translate {
    @Override
    public List<Hook> hooks() {
      return List.of(Hook.POSTROUTING);
    }

    @Override
    public Result run(Subject subject) {
      return subject
          .surroundings()
          .masquerade(subject.skb(), subject.at())
          .<Result>map(
              address ->
                  new Result.Translated(
                      new Mapping(
                          Optional.of(new Span<>(address, address)),
                          ports,
                          flags.contains("random"))))
          .orElse(new Result.Decided(new RuleVerdict.Drop()));
    }

    @Override
    public String text(Style style) {
      return "masquerade"
          + (ports.isPresent() ? " to " + portText(ports) : "")
          + (flags.isEmpty() ? "" : " " + flags);
    }
  }

  /** {@code redirect}: rewrites the destination to this host. */
  record Redirect(Optional<Span<Integer>> ports) implements Translate {
    @Override
    public List<Hook> hooks() {
      return End.DNAT.hooks();
    }

    @Override
    public Result run(Subject subject) {
      Ipv4Address address =
          subject.at().hook() == Hook.OUTPUT ? Ipv4Address.LOOPBACK : addressOf(subject.at().in());
      return new Result.Translated(
          new Mapping(Optional.of(new Span<>(address, address)), ports, false));
    }

    @Override
    public String text(Style style) {
      return "redirect" + (ports.isPresent() ? " to " + portText(ports) : "");
    }
  }

  private static String portText(Optional<Span<Integer>> ports) {
    return ports
        .map(
            span ->
                ":"
                    + (span.first().equals(span.last())
                        ? "" + span.first()
                        : span.first() + "-" + span.last()))
        .orElse("");
  }

  private static Ipv4Address addressOf(@Nullable Link link) {
    return link == null
        ? Ipv4Address.ANY
        : link.addresses().stream().map(LinkAddress::address).findFirst().orElse(Ipv4Address.ANY);
  }
}
