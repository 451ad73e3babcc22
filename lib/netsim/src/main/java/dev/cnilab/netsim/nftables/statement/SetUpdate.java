package dev.cnilab.netsim.nftables.statement;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Durations;
import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.Span;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.expression.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code add @set { … }} and the like in a rule: adds what is read from the packet to a set.
 *
 * @param usual the lifetime of elements without a timeout of their own; zero for forever
 */
public record SetUpdate(
    Verb verb, String set, Selector selector, Optional<Duration> timeout, Duration usual)
    implements Statement {
  /** What happens to an element that is in the set already. */
  public enum Verb {
    ADD,
    UPDATE,
    DELETE
  }

  @Override
  public Result run(Subject subject) {
    List<Datum> read = selector.read(subject);
    if (read == null) {
      return Result.BREAK;
    }
    var elements = subject.sets().apply(set);
    Element element = new Element(read.stream().map(Span::of).toList(), null, "", timeout);
    long lifetime = timeout.orElse(usual).toNanos();
    try {
      switch (verb) {
        case ADD -> elements.add(element, lifetime);
        case UPDATE -> elements.renew(element, lifetime);
        case DELETE -> {
          if (elements.find(read) == null) {
            return Result.BREAK; // even for one that has expired
          }
          elements.remove(element.key());
        }
      }
    } catch (ErrnoException refused) {
      return Result.BREAK; // as nft_dynset_eval does
    }
    return Result.NEXT;
  }

  @Override
  public String text(Style style) {
    return verb.name().toLowerCase(Locale.ROOT)
        + (" @" + set + " { ")
        + selector.text(style)
        + timeout.map(time -> " timeout " + Durations.text(time, style)).orElse("")
        + " }";
  }
}
