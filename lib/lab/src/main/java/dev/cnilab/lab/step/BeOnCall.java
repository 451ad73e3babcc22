package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.duty.Logbook;
import dev.cnilab.lab.duty.Played;
import dev.cnilab.lab.problem.Suggestions;
import dev.cnilab.lab.scene.Scene;
import java.util.List;

/** 18: an incident on a cluster of its own, and as many more as somebody likes. */
record BeOnCall(Scene scene) implements Step {

  @Override
  public String number() {
    return "18";
  }

  @Override
  public String title() {
    return "on call";
  }

  @Override
  public void begin() {
    scene.removeAllBut();
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "your last incident was diagnosed and repaired",
            BeOnCall::last,
            List.of(
                "Is it over? resolved() looks at the cluster, and says what is not as it was.",
                "The page's table has the answers to choose from: answer(\"b\", \"e\") takes two"
                    + " letters.",
                "Nothing in front of the Service `db` is broken, and its pod is Ready: compare the"
                    + " labels that manifest(\"shop/service/db\") selects with those of the"
                    + " pod.")));
  }

  private static Finding last() {
    List<Played> played = Logbook.fromEnvironment().played();
    if (played.isEmpty()) {
      return missed("no incident is in your record", Suggestions.BE_ON_CALL);
    }
    Played last = played.getLast();
    return last.missed()
        ? missed("incident " + last.seed() + " was not both", Suggestions.BE_ON_CALL)
        : met("incident " + last.seed());
  }

  @Override
  public String solution() {
    return """
    answer("A Service selects nothing", "service shop/db");
    patch("shop/service/db", "spec: {selector: {app: db}}")\
    """;
  }
}
