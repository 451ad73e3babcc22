package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.expression.AddressKind;
import dev.cnilab.netsim.nftables.expression.Bitwise;
import dev.cnilab.netsim.nftables.expression.Concatenation;
import dev.cnilab.netsim.nftables.expression.HeaderField;
import dev.cnilab.netsim.nftables.expression.KernelField;
import dev.cnilab.netsim.nftables.expression.NumberGenerator;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.userland.netfilter.nft.syntax.Keywords;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import dev.cnilab.userland.netfilter.nft.syntax.ValueParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses selectors: what a rule reads from a packet. */
final class SelectorParser {
  private static final Map<String, Selector> FIELDS = fields();

  /** The words that can begin a selector. */
  private static final Set<String> FIRST_WORDS = firstWords();

  private static final Map<String, Bitwise.Operation> OPERATIONS =
      Map.of(
          "&", Bitwise.Operation.AND,
          "and", Bitwise.Operation.AND,
          "|", Bitwise.Operation.OR,
          "or", Bitwise.Operation.OR,
          "^", Bitwise.Operation.XOR,
          "xor", Bitwise.Operation.XOR);

  private final NftWords words;
  private final ValueParser values;

  SelectorParser(NftWords words, ValueParser values) {
    this.words = words;
    this.values = values;
  }

  private static Map<String, Selector> fields() {
    Map<String, Selector> fields = new HashMap<>();
    for (HeaderField field : HeaderField.values()) {
      fields.put(field.name().toLowerCase(Locale.ROOT).replace('_', ' '), field);
    }
    for (KernelField field : KernelField.values()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      fields.put(field.isOfConnection() ? name.replace('_', ' ') : "meta " + name, field);
    }
    for (KernelField field :
        List.of(
            KernelField.MARK,
            KernelField.IIF,
            KernelField.OIF,
            KernelField.IIFNAME,
            KernelField.OIFNAME)) {
      fields.put(field.name().toLowerCase(Locale.ROOT), field);
    }
    return Map.copyOf(fields);
  }

  private static Set<String> firstWords() {
    Set<String> words = new HashSet<>(Set.of("fib", "numgen"));
    FIELDS.keySet().forEach(name -> words.add(name.replaceFirst(" .*", "")));
    return Set.copyOf(words);
  }

  /** Whether a word can begin a selector. */
  static boolean begins(NftToken token) {
    return token.kind() != NftToken.Kind.QUOTED && FIRST_WORDS.contains(token.text());
  }

  /** One field, or several concatenated by dots. */
  Selector parse() {
    List<Selector> parts = new ArrayList<>(List.of(part()));
    while (words.take(".")) {
      parts.add(part());
    }
    return parts.size() == 1 ? parts.getFirst() : new Concatenation(parts);
  }

  private Selector part() {
    Selector field = field();
    Bitwise.Operation operation = OPERATIONS.get(words.peek().text());
    if (operation == null) {
      return field;
    }
    words.next();
    Datum operand = values.single(field.types().getFirst());
    return new Bitwise(field, operation, ((Datum.Bits) operand).value());
  }

  private Selector field() {
    NftToken first = words.next();
    if (first.is("fib")) {
      return fib();
    } else if (first.is("numgen")) {
      return numberGenerator();
    }
    Selector alone = FIELDS.get(first.text());
    if (alone != null) {
      return alone;
    }
    NftToken second = words.peek();
    Selector field = FIELDS.get(first.text() + " " + second.text());
    if (field == null) {
      if (begins(first) && Keywords.ALL.contains(second.text())) {
        throw NftFailure.unavailable(second);
      }
      throw NftFailure.unexpected(second);
    }
    words.next();
    return field;
  }

  private Selector fib() {
    NftToken key = words.next();
    if (!key.is("saddr") && !key.is("daddr")) {
      throw key.kind() == NftToken.Kind.STRING
          ? NftFailure.unavailable(key)
          : NftFailure.unexpected(key);
    }
    if (!words.take("type")) {
      throw NftFailure.unavailable(words.peek());
    }
    return key.is("saddr") ? AddressKind.SADDR : AddressKind.DADDR;
  }

  private Selector numberGenerator() {
    NftToken mode = words.next();
    if (!mode.is("random") && !mode.is("inc")) {
      throw NftFailure.unexpected(mode);
    }
    words.expect("mod");
    NftToken at = words.peek();
    long modulus = words.number(Integer.MAX_VALUE);
    if (modulus == 0) {
      throw new NftFailure(at, "Could not process rule: Numerical result out of range");
    }
    long offset = words.take("offset") ? words.number(Integer.MAX_VALUE) : 0;
    return new NumberGenerator(
        mode.is("random") ? NumberGenerator.Mode.RANDOM : NumberGenerator.Mode.INC,
        modulus,
        offset);
  }
}
