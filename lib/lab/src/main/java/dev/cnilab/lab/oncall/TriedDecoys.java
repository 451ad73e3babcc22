package dev.cnilab.lab.oncall;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.Yaml;
import dev.cnilab.lab.fault.Action;
import dev.cnilab.lab.fault.Remedy;
import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.oncall.incident.Case;
import dev.cnilab.lab.stage.Observer;
import dev.cnilab.lab.stage.PodName;
import java.util.List;

/** The decoys that somebody has tried, as far as the cluster's state shows. */
record TriedDecoys(Case here, Observer observer, ObjectChanges changes) {

  static List<Remedy> in(Case here) {
    TriedDecoys tried =
        new TriedDecoys(here, Observer.on(here.stage()), here.stage().scene().changes());
    return here.fault().decoys().stream().filter(decoy -> tried.shows(decoy.by())).toList();
  }

  private boolean shows(List<Action> actions) {
    return actions.stream().allMatch(this::shows);
  }

  /** Whether the state shows an action; a line on a node leaves no distinctive mark. */
  private boolean shows(Action action) {
    return switch (action) {
      case Action.DeletePods pods -> here.replaced(observer.pods(PodName.of(pods.pods())));
      case Action.Patch patch ->
          changes.exists(patch.resource())
              && has(Yaml.parse(changes.manifest(patch.resource())), Yaml.parse(patch.fields()));
      case Action.Delete delete -> !changes.exists(delete.resource());
      case Action.Apply apply -> false;
      case Action.OnNode on -> false;
      case Action.InPod in -> false;
      case Action.Pause pause -> true;
    };
  }

  private static boolean has(Json object, Json fields) {
    return fields.isObject()
        ? fields.keys().stream()
            .allMatch(key -> has(object.at(pointer(key)), fields.at(pointer(key))))
        : fields.equals(object) || (fields.value() == null && object.isAbsent());
  }

  private static String pointer(String key) {
    return "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
