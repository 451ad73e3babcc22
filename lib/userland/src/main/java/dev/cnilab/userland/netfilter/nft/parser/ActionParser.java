package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.NftSetType;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.statement.SetUpdate;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.netsim.nftables.statement.Translate;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken.Kind;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Parses the statements that translate addresses or add to a set. */
final class ActionParser {
  private final NftWords words;
  private final SetParser sets;
  private final SelectorParser selectors;
  private final BiConsumer<SetReference, Selector> check;

  ActionParser(
      NftWords words,
      SetParser sets,
      SelectorParser selectors,
      BiConsumer<SetReference, Selector> check) {
    this.words = words;
    this.sets = sets;
    this.selectors = selectors;
    this.check = check;
  }

  /** {@code masquerade}, {@code redirect}, {@code snat} or {@code dnat}. */
  Statement translation() {
    NftToken verb = words.next();
    return switch (verb.text()) {
      case "masquerade" -> {
        Optional<Mapping.Span<Integer>> ports = words.take("to") ? ports() : Optional.empty();
        yield new Translate.Masquerade(ports, flags());
      }
      case "redirect" -> new Translate.Redirect(words.take("to") ? ports() : Optional.empty());
      case "snat" -> to(Translate.End.SNAT);
      default -> to(Translate.End.DNAT);
    };
  }

  private Statement to(Translate.End end) {
    boolean pair = false;
    if (words.take("ip")) {
      if (words.take("addr")) {
        words.expect(".");
        words.expect("port");
        pair = true;
      } else if (words.take("prefix")) {
        throw NftFailure.unavailable(words.last());
      }
    }
    words.expect("to");
    if (SelectorParser.begins(words.peek())) {
      return byMap(end, pair);
    }
    Optional<Mapping.Span<Ipv4Address>> addresses = Optional.empty();
    if (!words.isAt(":")) {
      Ipv4Address first = address();
      addresses = Optional.of(new Mapping.Span<>(first, words.take("-") ? address() : first));
    }
    Optional<Mapping.Span<Integer>> ports = words.isAt(":") ? ports() : Optional.empty();
    return new Translate.To(end, addresses, ports, flags());
  }

  private Statement byMap(Translate.End end, boolean pair) {
    Selector selector = selectors.parse();
    words.expect("map");
    List<DataType> values =
        pair ? List.of(DataType.IPV4_ADDR, DataType.INET_SERVICE) : List.of(DataType.IPV4_ADDR);
    NftSetType type =
        new NftSetType(selector.types(), Optional.of(new NftSetType.MapTo.Values(values)));
    SetReference map = sets.reference(type);
    check.accept(map, selector);
    return new Translate.ByMap(end, selector, map);
  }

  private Ipv4Address address() {
    NftToken token = words.next();
    return Ipv4Address.read(token.text())
        .orElseThrow(
            () ->
                token.kind() == Kind.STRING
                    ? new NftFailure(
                        token, "Could not resolve hostname: Temporary failure in name resolution")
                    : NftFailure.unexpected(token));
  }

  private Optional<Mapping.Span<Integer>> ports() {
    words.expect(":");
    int first = port();
    return Optional.of(new Mapping.Span<>(first, words.take("-") ? port() : first));
  }

  private int port() {
    return (int) words.number(65535);
  }

  private String flags() {
    List<String> flags = new ArrayList<>();
    while (words.isAt("random") || words.isAt("fully-random") || words.isAt("persistent")) {
      flags.add(words.next().text());
      words.take(",");
    }
    return String.join(",", flags);
  }

  /** {@code add @set { … }} and the like. */
  Statement remember(NftTable table) {
    SetUpdate.Verb verb = SetUpdate.Verb.valueOf(words.next().text().toUpperCase(Locale.ROOT));
    words.expect("@");
    NftToken name = words.name();
    NamedSet set = table.set(name.text()).orElseThrow(() -> NftFailure.missing(name));
    words.expect("{");
    Selector selector = selectors.parse();
    check.accept(new SetReference.Named(name.text()), selector);
    Optional<Duration> timeout =
        words.take("timeout") ? Optional.of(words.time()) : Optional.empty();
    words.expect("}");
    return new SetUpdate(verb, name.text(), selector, timeout, set.declaration().timeout());
  }
}
