package dev.cnilab.lab.oncall.worth;

import dev.cnilab.lab.client.message.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A change by a fault, and what commands can show of it. */
sealed interface FaultChange permits ChangedObject, AddedFact, LostFact {

  Pattern NODE = Pattern.compile("([-+]) node ([^ :]+): (.*)");
  Pattern OBJECT = Pattern.compile("([-+]) (\\S+) (?:(\\S+)/)?([^/ ]+): (\\{.*)");

  /** Whether somebody who typed this has seen the change. */
  boolean isShownBy(Typed typed);

  /**
   * The changes in a snapshot.
   *
   * @param changes from {@link dev.cnilab.lab.stage.ClusterSnapshot#changesSince}
   * @param before the facts before the fault
   */
  static List<FaultChange> of(List<String> changes, Set<String> before) {
    Map<String, ChangedObject> objects = new LinkedHashMap<>();
    List<FaultChange> all = new ArrayList<>();
    for (String change : changes) {
      Matcher node = NODE.matcher(change);
      Matcher object = OBJECT.matcher(change);
      if (node.matches()) {
        Fact fact = Fact.of(node.group(2), node.group(3));
        all.add(node.group(1).equals("+") ? new AddedFact(fact) : LostFact.of(fact, before));
      } else if (object.matches()) {
        String name = object.group(2) + " " + object.group(3) + "/" + object.group(4);
        Json state = Json.parse(object.group(5));
        ChangedObject known =
            objects.getOrDefault(
                name, new ChangedObject(object.group(4), Json.ABSENT, Json.ABSENT));
        objects.put(
            name,
            object.group(1).equals("-")
                ? new ChangedObject(known.name(), state, known.after())
                : new ChangedObject(known.name(), known.before(), state));
      }
    }
    all.addAll(objects.values());
    return all;
  }
}
