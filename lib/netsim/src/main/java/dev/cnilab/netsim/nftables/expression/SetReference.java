package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.stream.Collectors;

/** A set or a map that a rule looks up. */
public sealed interface SetReference {
  ElementSet in(Subject subject);

  String text(Style style);

  /** A set of the rule's table. */
  record Named(String name) implements SetReference {
    @Override
    public ElementSet in(Subject subject) {
      return subject.sets().apply(name);
    }

    @Override
    public String text(Style style) {
      return "@" + name;
    }
  }

  /** An anonymous set in the rule's braces. */
  record Anonymous(ElementSet set) implements SetReference {
    @Override
    public ElementSet in(Subject subject) {
      return set;
    }

    @Override
    public String text(Style style) {
      return set.entries().stream()
          .map(entry -> text(entry.element(), style))
          .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private String text(Element element, Style style) {
      String key = DataType.text(set.type().key(), element.key(), style);
      return element.mapped() == null ? key : key + " : " + element.mapped().text(style);
    }
  }
}
