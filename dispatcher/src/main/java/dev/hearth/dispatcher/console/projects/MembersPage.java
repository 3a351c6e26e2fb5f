package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.members.MemberList;

/** A project's members. */
public record MembersPage(ProjectHead head, MemberList members) {}
