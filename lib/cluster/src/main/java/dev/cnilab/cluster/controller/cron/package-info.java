/** CronJobs: Jobs that are created on a schedule. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.cron;
