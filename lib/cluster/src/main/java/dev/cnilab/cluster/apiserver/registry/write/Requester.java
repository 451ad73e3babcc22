package dev.cnilab.cluster.apiserver.registry.write;

import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.authorization.User;
import java.util.List;
import java.util.function.Consumer;

/**
 * On whose behalf, and how, something is written.
 *
 * @param fieldManager as managedFields names the writer; "" if it does not
 * @param durability whether the write is only tried
 * @param fieldValidation what becomes of fields the type does not have, and of repeated ones
 * @param repeated the paths of fields that the client has named more than once
 * @param warnings takes what the client should be told besides the answer
 * @param verdicts what webhooks have said to it so far
 */
public record Requester(
    User user,
    String fieldManager,
    Durability durability,
    FieldValidation fieldValidation,
    List<String> repeated,
    Consumer<String> warnings,
    Verdicts verdicts) {
  /** What becomes of fields the type does not have. */
  public enum FieldValidation {
    IGNORE,
    WARN,
    STRICT
  }

  /** Whether a write is kept. */
  public enum Durability {
    STORED,
    /** Everything happens but the write itself, as with {@code --dry-run=server}. */
    DRY_RUN
  }

  /** Writes for good; managedFields does not tell of it. */
  public static Requester of(User user) {
    return new Requester(
        user,
        "",
        Durability.STORED,
        FieldValidation.IGNORE,
        List.of(),
        warning -> {},
        Verdicts.NONE);
  }

  /** The same after webhooks have said something to it. */
  public Requester with(Verdicts said) {
    return new Requester(user, fieldManager, durability, fieldValidation, repeated, warnings, said);
  }

  /** The same, but managedFields does not tell of it. */
  public Requester unrecorded() {
    return new Requester(user, "", durability, fieldValidation, repeated, warnings, verdicts);
  }
}
