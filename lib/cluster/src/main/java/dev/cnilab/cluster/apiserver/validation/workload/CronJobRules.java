package dev.cnilab.cluster.apiserver.validation.workload;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.cron.CronSchedule;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** CronJobs: their schedules, and names that leave room for the suffix of their Jobs. */
public final class CronJobRules {
  /** A Job's name may have 63 characters, and eleven are appended to the CronJob's name. */
  private static final int LONGEST_NAME = 52;

  private CronJobRules() {}

  public static void name(ValidatedField cronJob) {
    ValidatedField name = cronJob.field("metadata").field("name");
    if (name.text().length() > LONGEST_NAME && cronJob.old().isMissingNode()) {
      name.invalid("must be no more than " + LONGEST_NAME + " characters");
    }
  }

  public static void schedule(ValidatedField schedule) {
    if (schedule.isEmpty()) {
      return;
    }
    if (schedule.text().contains("TZ")) {
      schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
      return;
    }
    try {
      CronSchedule.parse(schedule.text());
    } catch (IllegalArgumentException wrong) {
      schedule.invalid(String.valueOf(wrong.getMessage()));
    }
  }

  public static void zone(ValidatedField zone) {
    if (zone.text().isEmpty()) {
      zone.invalid("timeZone must be nil or non-empty string");
      return;
    }
    if (zone.text().equalsIgnoreCase("local")) {
      zone.invalid(
          "timeZone must be an explicit time zone as defined in"
              + " https://www.iana.org/time-zones");
    }
    try {
      ZoneId.of(zone.text());
    } catch (DateTimeException unknown) {
      zone.invalid("unknown time zone " + zone.text());
    }
  }

  /** A Job's selector and labels are generated with the Job. */
  public static void selector(ValidatedField jobTemplate) {
    ValidatedField spec = jobTemplate.field("spec");
    if (spec.has("selector")) {
      spec.field("selector").invalid("`selector` will be auto-generated");
    }
    if (spec.is("manualSelector")) {
      spec.field("manualSelector").notSupported(BooleanNode.TRUE, List.of("nil", "false"));
    }
  }
}
