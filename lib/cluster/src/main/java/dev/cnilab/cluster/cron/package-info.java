/** Schedules in the syntax of crontab(5). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cron;
