package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.netfilter.Counters;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.NftSetType;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.data.Span;
import dev.cnilab.netsim.nftables.expression.Bitwise;
import dev.cnilab.netsim.nftables.expression.HeaderField;
import dev.cnilab.netsim.nftables.expression.KernelField;
import dev.cnilab.netsim.nftables.expression.RelationalExpression;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.statement.PacketChange;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import dev.cnilab.userland.netfilter.nft.syntax.ValueParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses a rule. */
final class NftRuleParser {
  private static final long MOST_32_BITS = 0xffff_ffffL;

  private final NftWords words;
  private final NftTable table;
  private final ValueParser values;
  private final SetParser sets;
  private final SelectorParser selectors;
  private final ActionParser actions;

  /** A rule without its handle. */
  record Parsed(List<Statement> statements, String comment) {}

  public NftRuleParser(NftWords words, NftTable table, ValueParser values) {
    this.words = words;
    this.table = table;
    this.values = values;
    this.sets = new SetParser(words, values);
    this.selectors = new SelectorParser(words, values);
    this.actions = new ActionParser(words, sets, selectors, this::checked);
  }

  /** Statements to the end of the command. */
  public Parsed parse() {
    List<Statement> statements = new ArrayList<>();
    String comment = "";
    while (!words.isAtEnd()) {
      if (words.take("comment")) {
        comment = words.word().text();
        break;
      }
      statements.add(statement());
    }
    if (statements.isEmpty() || !words.isAtEnd()) {
      throw NftFailure.unexpected(words.peek());
    }
    ResetCondition.complete(statements);
    return new Parsed(statements, comment);
  }

  private Statement statement() {
    NftToken first = words.peek();
    RuleVerdict verdict = sets.verdict();
    if (verdict != null) {
      return new Statement.Say(verdict);
    }
    return switch (first.text()) {
      case "counter" -> counter();
      case "log" -> log();
      case "limit" -> new LimitParser(words).parse();
      case "reject" -> reject();
      case "notrack" -> {
        words.next();
        yield new PacketChange.NoTrack();
      }
      case "queue", "quota", "dup", "fwd", "tproxy", "synproxy", "flow" ->
          throw NftFailure.unavailable(first);
      case "masquerade", "snat", "dnat", "redirect" -> actions.translation();
      case "add", "update", "delete" -> actions.remember(table);
      default -> match(first);
    };
  }

  private Statement match(NftToken first) {
    if (!SelectorParser.begins(first)) {
      words.next();
      throw switch (first.kind()) {
        case NUMBER -> NftFailure.unexpected(words.peek());
        case STRING ->
            words.isAtEnd()
                ? NftFailure.unexpected(words.peek())
                : new NftFailure(first, "No symbol type information");
        default -> NftFailure.unexpected(first);
      };
    }
    Selector selector = selectors.parse();
    if (words.take("set")) {
      return change(selector, first);
    } else if (words.take("vmap")) {
      NftSetType type =
          new NftSetType(selector.types(), Optional.of(new NftSetType.MapTo.Verdicts()));
      return new Statement.LookUp(selector, checked(sets.reference(type), selector));
    }
    return comparison(selector);
  }

  private Statement change(Selector field, NftToken at) {
    if (field == KernelField.MARK || field == KernelField.CT_MARK) {
      PacketChange.Source source =
          SelectorParser.begins(words.peek())
              ? new PacketChange.Source.Read(selectors.parse())
              : new PacketChange.Source.Constant(words.number(MOST_32_BITS));
      return field == KernelField.MARK
          ? new PacketChange.PacketMark(source)
          : new PacketChange.ConnectionMark(source);
    } else if (field == HeaderField.IP_TTL) {
      return new PacketChange.TimeToLive((int) words.number(255));
    }
    throw new NftFailure(at, at.text() + " set is not available on this machine");
  }

  private Statement comparison(Selector selector) {
    DataType type = selector.types().getFirst();
    NftToken operator = words.peek();
    Optional<RelationalExpression.Ordered.Order> order = order(operator.text());
    if (order.isPresent()) {
      words.next();
      Datum limit = values.single(type);
      if (!(limit instanceof Datum.Bits number)) {
        throw new NftFailure(operator, "Operator not supported for names");
      }
      return new Statement.Match(
          selector, new RelationalExpression.Ordered(order.get(), number.value()));
    }
    boolean equal = words.take("==");
    boolean unequal = !equal && words.take("!=");
    RelationalExpression comparison;
    if (words.isAt("@") || words.isAt("{")) {
      comparison = among(selector);
    } else if (type.isBits() && !equal && !unequal && !(selector instanceof Bitwise)) {
      comparison = new RelationalExpression.AnyBit(((Datum.Bits) values.single(type)).value());
    } else {
      comparison = value(selector);
    }
    if (unequal) {
      comparison = new RelationalExpression.Not(comparison);
    }
    return new Statement.Match(selector, comparison);
  }

  private RelationalExpression value(Selector selector) {
    if (words.isAtEnd()) {
      throw NftFailure.unexpected(words.peek());
    }
    if (selector.types().getFirst().isBits()) {
      return new RelationalExpression.In(
          List.of(Span.of(values.single(selector.types().getFirst()))));
    }
    List<Span> key = values.key(selector.types());
    return key.size() == 1 && words.secondLast().is("-")
        ? new RelationalExpression.Between(key.getFirst())
        : new RelationalExpression.In(key);
  }

  /** A single value in braces means that value. */
  private RelationalExpression among(Selector selector) {
    SetReference set = checked(sets.reference(NftSetType.setOf(selector.types())), selector);
    if (set instanceof SetReference.Anonymous anonymous && !words.last().is("@")) {
      var entries = anonymous.set().entries();
      boolean plain = entries.size() == 1 && selector.types().size() == 1;
      if (plain && !selector.types().getFirst().isBits()) {
        return new RelationalExpression.In(entries.getFirst().element().key());
      }
    }
    return new RelationalExpression.Among(set);
  }

  /** Checks that a set of the table exists and has the type of the selector. */
  private SetReference checked(SetReference reference, Selector selector) {
    if (reference instanceof SetReference.Named named) {
      NamedSet set =
          table.set(named.name()).orElseThrow(() -> NftFailure.missing(words.last().withSign()));
      if (!set.declaration().type().key().equals(selector.types())) {
        throw new NftFailure(
            words.last(),
            "datatype mismatch, expected "
                + DataType.text(selector.types())
                + ", set has type "
                + DataType.text(set.declaration().type().key()));
      }
    }
    return reference;
  }

  private static Optional<RelationalExpression.Ordered.Order> order(String sign) {
    for (RelationalExpression.Ordered.Order order : RelationalExpression.Ordered.Order.values()) {
      if (order.toString().equals(sign)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  private Statement counter() {
    words.next();
    Counters counters = new Counters();
    if (words.isAt("name")) {
      throw new NftFailure(words.peek(), "counter name is not available on this machine");
    }
    if (words.take("packets")) {
      long packets = words.number(Integer.MAX_VALUE);
      words.expect("bytes");
      counters.set(packets, words.number(Long.MAX_VALUE));
    }
    return new Statement.Count(counters);
  }

  private Statement log() {
    words.next();
    String prefix = "";
    String level = "";
    while (words.isAt("prefix") || words.isAt("level")) {
      if (words.next().is("prefix")) {
        prefix = words.word().text();
      } else {
        NftToken name = words.word();
        if (!name.text().matches("emerg|alert|crit|err|warn|notice|info|debug")) {
          throw new NftFailure(name, "invalid log level");
        }
        level = name.is("warn") ? "" : name.text();
      }
    }
    if (words.isAt("group") || words.isAt("flags") || words.isAt("snaplen")) {
      throw new NftFailure(
          words.peek(), "log " + words.peek().text() + " is not available on this machine");
    }
    return new Statement.Log(prefix, level);
  }

  private Statement reject() {
    words.next();
    if (!words.take("with")) {
      return new Statement.Reject(RejectAnswer.ICMP_PORT_UNREACHABLE);
    }
    if (words.take("tcp")) {
      words.expect("reset");
      return ResetCondition.RESET;
    }
    if (!words.take("icmp") && !words.take("icmpx")) {
      throw NftFailure.unexpected(words.peek());
    }
    words.take("type");
    NftToken code = words.word();
    RejectAnswer answer =
        switch (code.text()) {
          case "net-unreachable" -> RejectAnswer.ICMP_NET_UNREACHABLE;
          case "host-unreachable" -> RejectAnswer.ICMP_HOST_UNREACHABLE;
          case "prot-unreachable" -> RejectAnswer.ICMP_PROTO_UNREACHABLE;
          case "port-unreachable" -> RejectAnswer.ICMP_PORT_UNREACHABLE;
          case "net-prohibited" -> RejectAnswer.ICMP_NET_PROHIBITED;
          case "host-prohibited" -> RejectAnswer.ICMP_HOST_PROHIBITED;
          case "admin-prohibited" -> RejectAnswer.ICMP_ADMIN_PROHIBITED;
          default -> throw new NftFailure(code, "Could not parse icmp_code");
        };
    return new Statement.Reject(answer);
  }
}
