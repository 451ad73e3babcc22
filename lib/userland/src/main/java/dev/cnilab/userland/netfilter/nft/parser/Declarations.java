package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.nftables.BaseChain;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.NftSetType;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken.Kind;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses the declarations in a chain's or a set's braces. */
public final class Declarations {
  public static final Map<String, Integer> PRIORITIES =
      Map.of(
          "raw", -300, "mangle", -150, "dstnat", -100, "filter", 0, "security", 50, "srcnat", 100);

  private final NftWords words;

  Declarations(NftWords words) {
    this.words = words;
  }

  /** The header of a chain: type, hook, priority, policy, comment. */
  NftChain.Declaration chain() {
    Optional<BaseChain> base = Optional.empty();
    BaseChain.Policy policy = BaseChain.Policy.ACCEPT;
    String comment = "";
    words.skipSeparators();
    while (words.isAt("type") || words.isAt("policy") || words.isAt("comment")) {
      switch (words.next().text()) {
        case "type" -> base = Optional.of(base());
        case "policy" -> policy = constant(BaseChain.Policy.class, words.next());
        default -> comment = words.word().text();
      }
      words.skipSeparators();
    }
    return new NftChain.Declaration(base, policy, comment);
  }

  private BaseChain base() {
    NftToken type = words.next();
    if (type.kind() != Kind.STRING) {
      throw NftFailure.unexpected(type, "string");
    } else if (!type.text().matches("filter|nat|route")) {
      throw new NftFailure(type, "unknown chain type");
    }
    words.expect("hook");
    NftToken hook = words.next();
    if (hook.text().matches("ingress|egress")) {
      throw NftFailure.unavailable(hook);
    } else if (!hook.text().matches("prerouting|input|forward|output|postrouting")) {
      throw new NftFailure(hook, "unknown chain hook");
    }
    if (words.isAt("device") || words.isAt("devices")) {
      throw NftFailure.unavailable(words.peek());
    }
    words.expect("priority");
    return new BaseChain(
        constant(BaseChain.Type.class, type), constant(Hook.class, hook), priority());
  }

  private int priority() {
    int sign = words.take("-") ? -1 : 1;
    NftToken first = words.peek();
    if (first.kind() == Kind.NUMBER) {
      return sign * (int) words.number(Integer.MAX_VALUE);
    }
    Integer named = PRIORITIES.get(words.word().text());
    if (named == null) {
      throw new NftFailure(first, "'" + first.text() + "' is invalid priority.");
    }
    if (words.take("-")) {
      return named - (int) words.number(Integer.MAX_VALUE);
    }
    return words.take("+") ? named + (int) words.number(Integer.MAX_VALUE) : named;
  }

  private static <E extends Enum<E>> E constant(Class<E> kind, NftToken token) {
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(token.text())) {
        return constant;
      }
    }
    throw NftFailure.unexpected(token);
  }

  /** A set or a map, up to its elements or its end. */
  NamedSet.Declaration set(NftToken verb) {
    NftToken open = words.last();
    Optional<NftSetType> type = Optional.empty();
    Set<NamedSet.Flag> flags = EnumSet.noneOf(NamedSet.Flag.class);
    Duration timeout = Duration.ZERO;
    int size = 0;
    String comment = "";
    words.skipSeparators();
    while (!words.isAt("}") && !words.isAt("elements")) {
      NftToken option = words.next();
      switch (option.text()) {
        case "type" -> type = Optional.of(type(verb));
        case "flags" -> {
          do {
            flags.add(constant(NamedSet.Flag.class, words.next()));
          } while (words.take(","));
        }
        case "timeout" -> timeout = words.time();
        case "size" -> size = (int) words.number(Integer.MAX_VALUE);
        case "comment" -> comment = words.word().text();
        case "gc-interval" -> words.time();
        case "typeof", "policy", "auto-merge" -> throw NftFailure.unavailable(option);
        default -> throw NftFailure.unexpected(option);
      }
      words.skipSeparators();
    }
    if (!timeout.isZero()) {
      flags.add(NamedSet.Flag.TIMEOUT);
    }
    NftToken close = words.peek();
    NftSetType known =
        type.orElseThrow(
            () -> new NftFailure(open.until(close), "set definition does not specify key"));
    return new NamedSet.Declaration(known, flags, timeout, size, comment);
  }

  private NftSetType type(NftToken verb) {
    List<DataType> key = types();
    if (!words.take(":")) {
      if (verb.is("map")) {
        throw NftFailure.unexpected(words.peek(), "colon or .");
      }
      return NftSetType.setOf(key);
    }
    return new NftSetType(
        key,
        Optional.of(
            words.take("verdict")
                ? new NftSetType.MapTo.Verdicts()
                : new NftSetType.MapTo.Values(types())));
  }

  private List<DataType> types() {
    List<DataType> types = new ArrayList<>();
    do {
      NftToken name = words.next();
      types.add(
          java.util.Arrays.stream(DataType.values())
              .filter(type -> type.toString().equals(name.text()))
              .filter(type -> type != DataType.INTEGER)
              .findFirst()
              .orElseThrow(() -> new NftFailure(name, "unknown datatype " + name.text())));
    } while (words.take("."));
    return types;
  }
}
