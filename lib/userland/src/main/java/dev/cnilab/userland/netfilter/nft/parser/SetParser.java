package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.Mapped;
import dev.cnilab.netsim.nftables.data.NftSetType;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.data.Span;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken.Kind;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import dev.cnilab.userland.netfilter.nft.syntax.ValueParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses sets and maps in braces. */
final class SetParser {
  private final NftWords words;
  private final ValueParser values;

  /** An element, and its first word. */
  record Located(Element element, NftToken at) {}

  SetParser(NftWords words, ValueParser values) {
    this.words = words;
    this.values = values;
  }

  /** A named set of a table, or an anonymous one; its elements map to what the type says. */
  SetReference reference(NftSetType type) {
    if (words.take("@")) {
      return new SetReference.Named(words.name().text());
    } else if (!words.isAt("{")) {
      throw NftFailure.unexpected(words.peek());
    }
    List<Element> elements = elements(type).stream().map(Located::element).toList();
    return new SetReference.Anonymous(ElementSet.of(type, elements));
  }

  /** The elements between braces, for a set that exists. */
  List<Located> elements(NamedSet set) {
    return elements(set.declaration().type());
  }

  private List<Located> elements(NftSetType type) {
    words.expect("{");
    List<Located> elements = new ArrayList<>();
    words.skipNewlines();
    while (!words.take("}")) {
      elements.add(element(type));
      words.skipNewlines();
      if (!words.isAt("}")) {
        words.expect(",");
        words.skipNewlines();
      }
    }
    return elements;
  }

  private Located element(NftSetType type) {
    NftToken at = words.peek();
    List<Span> key = values.key(type.key());
    Optional<Duration> timeout = Optional.empty();
    String comment = "";
    while (words.isAt("timeout") || words.isAt("expires") || words.isAt("comment")) {
      NftToken option = words.next();
      if (option.is("comment")) {
        comment = words.word().text();
      } else {
        timeout = Optional.of(words.time());
      }
    }
    boolean leads = words.isAt(":");
    Mapped mapped = leads && type.value().isPresent() ? mapped(type.value().get()) : null;
    if (leads && mapped == null) {
      throw NftFailure.unexpected(words.peek());
    }
    return new Located(new Element(key, mapped, comment, timeout), at);
  }

  private Mapped mapped(NftSetType.MapTo to) {
    words.expect(":");
    return switch (to) {
      case NftSetType.MapTo.Verdicts verdicts -> {
        RuleVerdict verdict = verdict();
        if (verdict == null) {
          throw NftFailure.unexpected(words.peek());
        }
        yield verdict;
      }
      case NftSetType.MapTo.Values value -> {
        List<DataType> types = new ArrayList<>();
        List<dev.cnilab.netsim.nftables.data.Datum> data = new ArrayList<>();
        for (DataType type : value.types()) {
          if (!data.isEmpty()) {
            words.expect(".");
          }
          data.add(values.single(type));
          types.add(type);
        }
        yield new Mapped.Value(types, data);
      }
    };
  }

  /** A verdict; null if the next word is not one. */
  @Nullable RuleVerdict verdict() {
    NftToken token = words.peek();
    if (token.kind() != Kind.STRING) {
      return null;
    }
    RuleVerdict verdict =
        switch (token.text()) {
          case "accept" -> new RuleVerdict.Accept();
          case "drop" -> new RuleVerdict.Drop();
          case "continue" -> new RuleVerdict.Continue();
          case "return" -> new RuleVerdict.Return();
          default -> null;
        };
    if (verdict != null) {
      words.next();
      return verdict;
    }
    if (words.take("jump")) {
      return new RuleVerdict.Jump(words.name().text());
    }
    return words.take("goto") ? new RuleVerdict.Goto(words.name().text()) : null;
  }
}
