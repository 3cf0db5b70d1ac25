// SPDX-License-Identifier: EUPL-1.2
// Written by tools/openapi from the server's OpenAPI document: do not edit.
export interface paths {
    "/api/v1/account/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the sign-in asks for beside the password */
        get: operations["get_account_factors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/new-devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign-ins after that of this device that nobody has answered for */
        get: operations["get_account_new_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/new-devices/{device_id}/recognise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that such a sign-in was one's own */
        post: operations["post_account_new_devices_device_id_recognise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/new-devices/{device_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign such a device out; asks for a proof */
        post: operations["post_account_new_devices_device_id_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a passkey that the browser has made */
        post: operations["post_account_passkeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the browser makes a passkey with; asks for a proof */
        post: operations["post_account_passkeys_options"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/passkeys/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove a passkey; asks for a second factor */
        post: operations["post_account_passkeys_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the password; asks for a proof */
        post: operations["post_account_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make new recovery codes; asks for a second factor */
        post: operations["post_account_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offer a secret for an authenticator application; asks for a proof */
        post: operations["post_account_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the offered secret to use with a code of it */
        post: operations["post_account_totp_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/totp/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the authenticator application; asks for a second factor */
        post: operations["post_account_totp_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Applications that sign people in here */
        get: operations["get_admin_applications"];
        put?: never;
        /** Add an application; asks for a proof */
        post: operations["post_admin_applications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/applications/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an application and end what it opened; asks for a proof */
        delete: operations["delete_admin_applications_client_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/applications/{client_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an application a new secret; asks for a proof */
        post: operations["post_admin_applications_client_id_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/people/{user_id}/factors/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the second factors of somebody who has lost them; asks for a proof */
        post: operations["post_admin_people_user_id_factors_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/people/{user_id}/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a person signs in, and where; the look is logged */
        get: operations["get_admin_people_user_id_login"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/people/{user_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a person another password and end their sessions; asks for a proof */
        post: operations["post_admin_people_user_id_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/people/{user_id}/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign a person out on all devices */
        post: operations["post_admin_people_user_id_sessions_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/people/{user_id}/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lock a person out or suspend them, or take that back */
        post: operations["post_admin_people_user_id_standing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions, parts, disk and queues, for who runs the server */
        get: operations["get_admin_server"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/antivirus/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** YARA rules for scanning in the browser */
        get: operations["get_antivirus_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/antivirus/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Engines, policy and counts of verdicts, for administrators */
        get: operations["get_antivirus_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/about-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked at my data or changed it */
        get: operations["get_audit_about_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The actions that occur in the log, for administrators */
        get: operations["get_audit_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed checkpoint */
        get: operations["get_audit_checkpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log, for administrators */
        get: operations["get_audit_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log as a file, `kind` is json or csv, for administrators */
        get: operations["get_audit_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Recompute the whole log, for administrators */
        post: operations["post_audit_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the sign-in page shows */
        get: operations["get_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page behind a link in a letter */
        get: operations["get_email_confirm"];
        put?: never;
        /** Confirms an e-mail address */
        post: operations["post_email_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live changes: directory.changed, devices.changed, session.ended, resync */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports for what the caller administers */
        get: operations["get_imports"];
        put?: never;
        /** Preview a CSV or XLSX file for the unit `root`; changes nothing yet */
        post: operations["post_imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import, with how far it is */
        get: operations["get_imports_import_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start the import */
        post: operations["post_imports_import_id_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a preview up */
        post: operations["post_imports_import_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What it does, one after the other; `kind` shows one kind alone */
        get: operations["get_imports_import_id_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview the file anew with other columns; the former preview is given up */
        post: operations["post_imports_import_id_columns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fresh codes for a first sign-in, for people whom the import added */
        post: operations["post_imports_import_id_invitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wrong, by line, and how to mend it */
        get: operations["get_imports_import_id_problems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page on which a code on paper becomes a first password */
        get: operations["get_invitation"];
        put?: never;
        /** Set a first password by a code */
        post: operations["post_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an application in, or send it away */
        post: operations["post_oauth_decision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/key-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an application replace the keys by which others know the person; asks for a proof */
        post: operations["post_oauth_key_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which device waits under a code */
        post: operations["post_oauth_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/link/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a device in, or send it away */
        post: operations["post_oauth_link_decision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/question": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an application asks of the person */
        post: operations["post_oauth_question"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/agencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All agencies */
        get: operations["get_org_agencies"];
        put?: never;
        /** Create an agency */
        post: operations["post_org_agencies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/externals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Externals that I answer for or administer; `due` keeps those to be decided by then */
        get: operations["get_org_externals"];
        put?: never;
        /** Create an external with login, sponsor, purpose and end */
        post: operations["post_org_externals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/externals/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a stay now */
        delete: operations["delete_org_externals_user_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/externals/{user_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide anew about an external */
        post: operations["post_org_externals_user_id_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/externals/present": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is here from outside, for the marks at their names */
        get: operations["get_org_externals_present"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/ldap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the LDAP directory was read, and how that went */
        get: operations["get_org_ldap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/ldap/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the mapping makes of the login in `login`; changes nothing */
        get: operations["get_org_ldap_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/ldap/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read what changed, or everything, now */
        post: operations["post_org_ldap_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/offboardings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people who left, by the records that I may read */
        get: operations["get_org_offboardings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/offboardings/{offboarding_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record of a person's leaving: what was done, and what is not yet */
        get: operations["get_org_offboardings_offboarding_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People by name, post or unit */
        get: operations["get_org_people"];
        put?: never;
        /** Create a person with login and post */
        post: operations["post_org_people"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/people/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A person's card; the look is logged */
        get: operations["get_org_people_user_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/people/{user_id}/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which posts a person holds, held and will hold */
        get: operations["get_org_people_user_id_appointments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/people/{user_id}/offboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What ends and who takes it over when a person leaves; `successor` is optional */
        get: operations["get_org_people_user_id_offboarding"];
        put?: never;
        /** Let a person go; asks for a proof; asked again, the record of it */
        post: operations["post_org_people_user_id_offboarding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a post */
        post: operations["post_org_posts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/posts/{post_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Abolish a post that nobody holds */
        delete: operations["delete_org_posts_post_id"];
        options?: never;
        head?: never;
        /** Rename a post */
        patch: operations["patch_org_posts_post_id"];
        trace?: never;
    };
    "/api/v1/org/posts/{post_id}/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who holds, held and will hold a post */
        get: operations["get_org_posts_post_id_appointments"];
        put?: never;
        /** Appoint a person */
        post: operations["post_org_posts_post_id_appointments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/posts/{post_id}/appointments/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an appointment now */
        delete: operations["delete_org_posts_post_id_appointments_user_id"];
        options?: never;
        head?: never;
        /** Give the appointment that began at `starts_at` another end */
        patch: operations["patch_org_posts_post_id_appointments_user_id"];
        trace?: never;
    };
    "/api/v1/org/red-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom I administer and who is hidden in the directory, and whether I am */
        get: operations["get_org_red_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/red-list/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Hide a person from all but those with a need, until a day */
        put: operations["put_org_red_list_user_id"];
        post?: never;
        /** Show a person again */
        delete: operations["delete_org_red_list_user_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether and why `user_id` (oneself unless told) has `relation` to `object` */
        get: operations["get_org_rights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/rights/administered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I administer */
        get: operations["get_org_rights_administered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/rights/holders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has `relation` to `object` */
        get: operations["get_org_rights_holders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/scim-clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programs that provision by SCIM what I administer */
        get: operations["get_org_scim_clients"];
        put?: never;
        /** Let a program provision people below a unit; its token is shown once */
        post: operations["post_org_scim_clients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/scim-clients/{scim_client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a program's access; people stay as they are */
        delete: operations["delete_org_scim_clients_scim_client_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/scim-clients/{scim_client_id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One more token, to change over without a gap */
        post: operations["post_org_scim_clients_scim_client_id_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/scim-clients/{scim_client_id}/tokens/{scim_token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one token */
        delete: operations["delete_org_scim_clients_scim_client_id_tokens_scim_token_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My teams */
        get: operations["get_org_teams"];
        put?: never;
        /** Create a team */
        post: operations["post_org_teams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/teams/{team_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who belongs to a team */
        get: operations["get_org_teams_team_id_members"];
        put?: never;
        /** Take a person into a team */
        post: operations["post_org_teams_team_id_members"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/teams/{team_id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Put a person out of a team */
        delete: operations["delete_org_teams_team_id_members_user_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tree of units */
        get: operations["get_org_units"];
        put?: never;
        /** Create a unit */
        post: operations["post_org_units"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/units/{unit_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Abolish a unit in which nothing stands */
        delete: operations["delete_org_units_unit_id"];
        options?: never;
        head?: never;
        /** Rename a unit */
        patch: operations["patch_org_units_unit_id"];
        trace?: never;
    };
    "/api/v1/org/units/{unit_id}/administrators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who administers a unit */
        get: operations["get_org_units_unit_id_administrators"];
        put?: never;
        /** Let a person administer a unit with all below it; asks for a proof */
        post: operations["post_org_units_unit_id_administrators"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/units/{unit_id}/administrators/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End what a person was made to administer */
        delete: operations["delete_org_units_unit_id_administrators_user_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/units/{unit_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a unit with all below it under another one */
        post: operations["post_org_units_unit_id_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/units/{unit_id}/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A unit's posts */
        get: operations["get_org_units_unit_id_posts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/units/{unit_id}/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A unit's posts with who holds them now or later, for who manages the unit */
        get: operations["get_org_units_unit_id_staff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The agencies whose policies I keep */
        get: operations["get_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{agency_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An agency's policies */
        get: operations["get_policies_agency_id"];
        /** Save a version of an agency's policies */
        put: operations["put_policies_agency_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{agency_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of an agency's policies below `below`, the newest first */
        get: operations["get_policies_agency_id_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{agency_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version of an agency's policies */
        get: operations["get_policies_agency_id_versions_number"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is wrong with a policy text, by line; nothing is saved */
        post: operations["post_policies_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether I may write to these people, and why not */
        post: operations["post_policies_contacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether one person may write to another, and what decides it */
        post: operations["post_policies_simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{post_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A post: who holds it, who stands in, where I write to it */
        get: operations["get_posts_post_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{post_id}/conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The room between me and a post, made when needed */
        post: operations["post_posts_post_id_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{post_id}/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a post a room of its own, which its next holder gets */
        post: operations["post_posts_post_id_rooms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/webpush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that a browser subscribes to Web Push with */
        get: operations["get_push_webpush"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people reported, for administrators */
        get: operations["get_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/server-notices/{txn_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send a notice of the server to a person */
        put: operations["put_server_notices_txn_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["get_session"];
        put?: never;
        /** Sign in; sets the session cookie */
        post: operations["post_session"];
        /** Sign out; removes the device */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the browser is asked for a sign-in by passkey */
        post: operations["post_session_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My teams with their spaces and rooms; `unit_id`: those of a unit that I may see */
        get: operations["get_teams"];
        put?: never;
        /** Create a team with its space: a unit's own, or one with a name */
        post: operations["post_teams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Close a team: its people leave its rooms */
        delete: operations["delete_teams_team_id"];
        options?: never;
        head?: never;
        /** Rename a team */
        patch: operations["patch_teams_team_id"];
        trace?: never;
    };
    "/api/v1/teams/{team_id}/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a team one more room */
        post: operations["post_teams_team_id_rooms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/space": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a team a space with rooms */
        post: operations["post_teams_team_id_space"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which rooms people would join and leave by a move, an appointment or its end */
        post: operations["post_teams_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ActionList
         * @description The actions that occur in the log.
         */
        ActionList: {
            actions: string[];
        };
        /**
         * AdministeredView
         * @description `GET /api/v1/org/rights/administered`: the topmost units that I administer with all below them.
         */
        AdministeredView: {
            units: components["schemas"]["UnitRef"][];
        };
        /**
         * AdministratorBody
         * @description `POST /api/v1/org/units/{unit_id}/administrators`; `auth` proves who asks, as on Matrix routes.
         */
        AdministratorBody: {
            /** @default null */
            auth: Record<string, never> | null;
            user_id: string;
        };
        /**
         * AdministratorList
         * @description `GET /api/v1/org/units/{unit_id}/administrators`.
         */
        AdministratorList: {
            administrators: components["schemas"]["AdministratorView"][];
        };
        /**
         * AdministratorView
         * @description An administrator of a unit; not `direct` when they administer what contains it.
         */
        AdministratorView: {
            direct: boolean;
            name: string;
            user_id: string;
        };
        /**
         * AgencyBody
         * @description `POST /api/v1/org/agencies`.
         */
        AgencyBody: {
            name: string;
        };
        /**
         * AgencyIds
         * @description `GET /api/v1/policies`: the agencies whose policies the caller keeps.
         */
        AgencyIds: {
            agency_ids: string[];
        };
        /**
         * AgencyList
         * @description `GET /api/v1/org/agencies`.
         */
        AgencyList: {
            agencies: components["schemas"]["AgencyView"][];
        };
        /**
         * AgencyView
         * @description An agency and the root of its tree.
         */
        AgencyView: {
            id: string;
            name: string;
            unit_id: string;
        };
        /**
         * ApplicationsView
         * @description `GET /api/v1/admin/applications`, by name.
         */
        ApplicationsView: {
            applications: components["schemas"]["ApplicationView"][];
        };
        /**
         * ApplicationView
         * @description An internal application; times in milliseconds since the epoch.
         */
        ApplicationView: {
            client_id: string;
            created_at: number;
            is_trusted: boolean;
            name: string;
            redirect_uris: string[];
            uri: string;
            used_at: number;
        };
        /**
         * ApplyBody
         * @description What whoever starts an import agrees to: `good_lines` alone, and how many people leave when that is asked.
         */
        ApplyBody: {
            /** @default false */
            good_lines: boolean;
            /** @default null */
            leaving: number | null;
        };
        /**
         * AppointDeed
         * @description A person comes to hold a post.
         */
        AppointDeed: {
            /** @default false */
            acting: boolean;
            /** @enum {unknown} */
            kind: "appoint";
            post_id: string;
            user_id: string;
        };
        /**
         * AppointmentBody
         * @description `POST /api/v1/org/posts/{post_id}/appointments`.
         */
        AppointmentBody: {
            /** @default false */
            acting: boolean;
            /** @default null */
            ends_at: number | null;
            /** @default null */
            starts_at: number | null;
            user_id: string;
        };
        /**
         * AppointmentList
         * @description Appointments, the latest first.
         */
        AppointmentList: {
            items: components["schemas"]["PastAppointmentView"][];
        };
        /**
         * AskBody
         * @description `POST /api/v1/oauth/question`; `query` is what stands behind the `?` of the page's address.
         */
        AskBody: {
            query: string;
        };
        /**
         * AuthBody
         * @description A body that holds nothing but user-interactive authentication.
         */
        AuthBody: {
            /** @default null */
            auth: Record<string, never> | null;
        };
        /**
         * Change
         * @description One step of a run: `id` is ours (of what will be there, for additions), `label` what people call it.
         */
        Change: {
            external_id: string;
            /** @default [] */
            fields: components["schemas"]["FieldChange"][];
            id: string;
            /** @enum {unknown} */
            kind: "appointment.added" | "appointment.changed" | "appointment.ended" | "person.added" | "person.changed" | "person.left" | "person.linked" | "post.added" | "post.linked" | "post.renamed" | "unit.added" | "unit.linked" | "unit.moved" | "unit.renamed";
            label: string;
            /** @default null */
            line: number | null;
        };
        /**
         * ChangePage
         * @description Changes in the order in which they are applied; `next_after` continues.
         */
        ChangePage: {
            items: components["schemas"]["Change"][];
            next_after: number | null;
        };
        /**
         * CheckBody
         * @description `POST /api/v1/policies/check`.
         */
        CheckBody: {
            text: string;
        };
        /**
         * CheckpointView
         * @description The newest signed checkpoint (C2SP tlog-checkpoint) and the key that verifies it.
         */
        CheckpointView: {
            note: string | null;
            size: number;
            verifier_key: string;
        };
        /**
         * CheckView
         * @description What is wrong with a text by line, or the policies that it holds.
         */
        CheckView: {
            policies: components["schemas"]["PolicyView"][];
            problems: components["schemas"]["ProblemView"][];
        };
        /**
         * ClientView
         * @description An application as people are shown it; `names` are its names by language.
         */
        ClientView: {
            is_managed: boolean;
            name: string;
            names: {
                [key: string]: string;
            };
            policy_uri: string | null;
            tos_uri: string | null;
            uri: string;
        };
        /**
         * CodeBody
         * @description `POST /api/v1/account/totp/confirm`.
         */
        CodeBody: {
            code: string;
        };
        /**
         * ColumnsBody
         * @description The field of each column, null for columns that are left out; `complete`: who is not in the file leaves.
         */
        ColumnsBody: {
            columns: (string | null)[];
            /** @default false */
            complete: boolean;
        };
        /**
         * ConfigView
         * @description What the sign-in page needs to know.
         */
        ConfigView: {
            agency_name: string;
            demo: boolean;
            demo_logins: components["schemas"]["DemoLogin"][];
            server_name: string;
            version: string;
        };
        /**
         * ContactList
         * @description The answers; those whom the caller does not see are left out.
         */
        ContactList: {
            items: components["schemas"]["ContactView"][];
        };
        /**
         * ContactsBody
         * @description `POST /api/v1/policies/contacts`.
         */
        ContactsBody: {
            /**
             * @default start_direct_chat
             * @enum {unknown}
             */
            deed: "call" | "invite" | "join" | "mention" | "start_direct_chat";
            user_ids: string[];
        };
        /**
         * ContactView
         * @description Whether the caller may write to a person; otherwise which policy forbids it and what it says.
         */
        ContactView: {
            may_write: boolean;
            policy: string | null;
            reason: string | null;
            reason_ru: string | null;
            user_id: string;
        };
        /**
         * ConversationBody
         * @description `POST /api/v1/posts/{post_id}/conversation`: the next holder can read what is not encrypted between people.
         */
        ConversationBody: {
            /** @default false */
            encrypted: boolean;
        };
        /**
         * ConversationView
         * @description The room between the caller and a post; `answering` stand in when it is `vacant`.
         */
        ConversationView: {
            answering: string[];
            post_id: string;
            room_id: string;
            title: string;
            vacant: boolean;
        };
        /**
         * DecisionBody
         * @description `POST /api/v1/oauth/decision`; `auth` proves who decides, where the client asked for that.
         */
        DecisionBody: {
            allow: boolean;
            /** @default null */
            auth: Record<string, never> | null;
            query: string;
        };
        /**
         * DecisionView
         * @description Where the browser goes.
         */
        DecisionView: {
            redirect_to: string;
        };
        /**
         * DeedPreviewBody
         * @description `POST /api/v1/teams/preview`.
         */
        DeedPreviewBody: {
            /** @default null */
            cursor: string | null;
            deed: components["schemas"]["MoveDeed"] | components["schemas"]["AppointDeed"] | components["schemas"]["EndDeed"];
            /** @default 50 */
            limit: number;
        };
        /**
         * DeedPreviewView
         * @description What a deed would do to rooms: counts, a page of changes, and the rooms whose only managers leave.
         */
        DeedPreviewView: {
            changes: components["schemas"]["RoomChange"][];
            handed_over: components["schemas"]["HandedOver"][];
            hands_over: number;
            joins: number;
            leaves: number;
            next_cursor: string | null;
            people: number;
        };
        /**
         * DemoLogin
         * @description A login that the sign-in page of the demo agency offers.
         */
        DemoLogin: {
            name: string;
            password: string;
            post: string;
            user: string;
        };
        /**
         * DiskState
         * @description The disk that holds the data, in bytes; `data` is what lies directly in the folder: the database and its log.
         */
        DiskState: {
            data: number;
            free: number;
            total: number;
        };
        /**
         * EndBody
         * @description `PATCH /api/v1/org/posts/{post_id}/appointments/{user_id}`; without an end it goes on.
         */
        EndBody: {
            /** @default null */
            ends_at: number | null;
            starts_at: number;
        };
        /**
         * EndDeed
         * @description A person ceases to hold a post.
         */
        EndDeed: {
            /** @enum {unknown} */
            kind: "end";
            post_id: string;
            user_id: string;
        };
        /**
         * EndedSessions
         * @description How many devices were signed out.
         */
        EndedSessions: {
            devices: number;
        };
        /**
         * EndingDevice
         * @description A device that is signed out, with its sessions and tokens.
         */
        EndingDevice: {
            device_id: string;
            last_seen_at: number | null;
            name: string | null;
        };
        /**
         * EndingPost
         * @description A holding of a post that ends with its holder's departure; `successor` acts for it from then on.
         */
        EndingPost: {
            acting: boolean;
            ends_at: number;
            post_id: string;
            starts_at: number;
            successor: string | null;
            title: string;
            unit_id: string;
            unit_name: string;
        };
        /**
         * EndingTeam
         * @description A team that somebody leaves; `successor` owns it from then on, when the leaver did.
         */
        EndingTeam: {
            name: string;
            owned: boolean;
            successor: string | null;
            team_id: string;
        };
        /**
         * EngineView
         * @description One engine; `signatures` is null while it does not answer.
         */
        EngineView: {
            available: boolean;
            name: string;
            signatures: string | null;
        };
        /**
         * EntryPage
         * @description A page of the log, newest first.
         */
        EntryPage: {
            items: components["schemas"]["EntryView"][];
            next_cursor: string | null;
        };
        /**
         * EntryView
         * @description One line of the log; the personal members are null once they were erased.
         */
        EntryView: {
            action: string;
            actor: string | null;
            actor_name: string | null;
            at: number;
            details: {
                [key: string]: string | number | boolean | null;
            };
            position: number;
            subject: string | null;
            subject_name: string | null;
        };
        /**
         * ExternalBody
         * @description `POST /api/v1/org/externals`; `user_name` is the part of the user id before the colon.
         */
        ExternalBody: {
            /** @default null */
            email: string | null;
            ends_at: number;
            name: string;
            password: string;
            purpose: string;
            review_at: number;
            sponsor_id: string;
            unit_id: string;
            user_name: string;
        };
        /**
         * ExternalPage
         * @description `GET /api/v1/org/externals`, those to be reviewed first before the others.
         */
        ExternalPage: {
            items: components["schemas"]["ExternalView"][];
            next_cursor: string | null;
        };
        /**
         * ExternalView
         * @description An external; `orphaned` when the sponsor holds no post any more.
         */
        ExternalView: {
            ends_at: number;
            name: string;
            orphaned: boolean;
            purpose: string;
            review_at: number;
            sponsor_id: string;
            sponsor_name: string;
            starts_at: number;
            unit_id: string;
            user_id: string;
        };
        /**
         * FactorsView
         * @description What the caller has beside the password; `totp_since` is in milliseconds, null without an application.
         */
        FactorsView: {
            can_add_passkey: boolean;
            passkeys: components["schemas"]["PasskeyView"][];
            recovery_codes_left: number;
            totp_since: number | null;
        };
        /**
         * FieldChange
         * @description One field of a change; `ref` is our id of the object that `after` names.
         */
        FieldChange: {
            /** @default null */
            after: string | number | boolean | string[] | null;
            /** @default null */
            before: string | number | boolean | string[] | null;
            name: string;
            /** @default null */
            ref: string | null;
        };
        /**
         * GivenPasswordBody
         * @description `POST /api/v1/admin/people/{user_id}/password`.
         */
        GivenPasswordBody: {
            /** @default null */
            auth: Record<string, never> | null;
            password: string;
        };
        /**
         * HandedOver
         * @description A room that all who have power in it would leave; `heirs` have it from then on.
         */
        HandedOver: {
            heirs: string[];
            leavers: string[];
            object: string;
            room_id: string;
            title: string;
        };
        /**
         * HolderOfPost
         * @description Who holds a post now, or will; `ends_at` is null when no end is set.
         */
        HolderOfPost: {
            acting: boolean;
            ends_at: number | null;
            name: string;
            starts_at: number;
            user_id: string;
        };
        /**
         * HolderPage
         * @description `GET /api/v1/org/rights/holders`, in the order of the ids.
         */
        HolderPage: {
            items: components["schemas"]["HolderView"][];
            next_cursor: string | null;
        };
        /**
         * HolderView
         * @description Somebody who has a right.
         */
        HolderView: {
            name: string;
            user_id: string;
        };
        /**
         * ImportList
         * @description Imports, the newest first; `next_before` continues.
         */
        ImportList: {
            items: components["schemas"]["ImportView"][];
            next_before: number | null;
        };
        /**
         * ImportPreview
         * @description A file as it was understood: the field of each heading, some lines, and the planned import.
         */
        ImportPreview: {
            columns: (string | null)[];
            complete: boolean;
            encoding: string;
            fields: string[];
            headings: string[];
            run: components["schemas"]["ImportView"];
            sample: string[][];
        };
        /**
         * ImportView
         * @description The record of an import. `counts`: changes by kind; `guarded`: `leaving` of `linked` people must be confirmed.
         */
        ImportView: {
            actor: string;
            counts: {
                [key: string]: number;
            };
            created_at: number;
            done: number;
            errors: number;
            failed: number;
            finished_at: number | null;
            guarded: boolean;
            id: string;
            leaving: number;
            linked: number;
            root_id: string;
            source: string;
            started_at: number | null;
            state: string;
            title: string;
            total: number;
            warnings: number;
        };
        /**
         * Invitation
         * @description What is printed for somebody new: the code is seen once, here.
         */
        Invitation: {
            code: string;
            name: string;
            user_id: string;
        };
        /**
         * InvitationList
         * @description Codes for a first sign-in, at `address`; `next_after` continues with the people whom the import added.
         */
        InvitationList: {
            address: string;
            items: components["schemas"]["Invitation"][];
            next_after: number | null;
        };
        /**
         * IssuedView
         * @description A new token; `token` is shown this once.
         */
        IssuedView: {
            client: components["schemas"]["ScimClientView"];
            token: string;
            token_id: string;
        };
        /**
         * LdapPersonView
         * @description What the mapping makes of an entry.
         */
        LdapPersonView: {
            active: boolean;
            email: string | null;
            external_id: string;
            login: string;
            name: string | null;
            phones: string[];
            room: string | null;
            title: string | null;
            units: string[];
        };
        /**
         * LdapPreview
         * @description An entry, the person that it would be here, and why it would not.
         */
        LdapPreview: {
            attributes: {
                [key: string]: string[];
            };
            dn: string;
            person: components["schemas"]["LdapPersonView"] | null;
            refusal: string | null;
            teams: string[];
        };
        /**
         * LdapStateView
         * @description How far the directory was read; times in milliseconds since the epoch, 0 for never.
         */
        LdapStateView: {
            full_at: number;
            is_busy: boolean;
            outcome: string;
            server: string;
            synced_at: number;
        };
        /**
         * LdapSyncBody
         * @description Whether everything is compared, or what changed is fetched.
         */
        LdapSyncBody: {
            /** @default false */
            full: boolean;
        };
        /**
         * LeaverPage
         * @description `GET /api/v1/org/offboardings`, the latest first.
         */
        LeaverPage: {
            items: components["schemas"]["LeaverView"][];
            next_cursor: string | null;
        };
        /**
         * LeaverView
         * @description A line in the list of records; `rooms_left` are those of its `rooms` that wait to be left.
         */
        LeaverView: {
            actor: string;
            actor_name: string | null;
            finished_at: number | null;
            id: string;
            name: string;
            rooms: number;
            rooms_left: number;
            started_at: number;
            user_id: string;
        };
        /**
         * LeavingPlace
         * @description A room that somebody will leave, whose invitation they will reject or whose knock they take back.
         *
         *         `others` are joined beside them. `orphaned`: none of those may administer the room, and the leaver may. `heir` takes
         *         that over: the one person who stays, else the successor; None leaves an orphaned room without.
         */
        LeavingPlace: {
            heir: string | null;
            /** @enum {unknown} */
            membership: "ban" | "invite" | "join" | "knock" | "leave";
            name: string | null;
            orphaned: boolean;
            others: number;
            room_id: string;
        };
        /**
         * LineProblem
         * @description What is wrong with a line: `code` names it for programs, `params` fill its text, `column` is the field.
         */
        LineProblem: {
            code: string;
            /** @default null */
            column: string | null;
            /** @default null */
            line: number | null;
            message: string;
            /** @default {} */
            params: {
                [key: string]: string;
            };
            /** @enum {unknown} */
            severity: "error" | "warning";
        };
        /**
         * LinkBody
         * @description `POST /api/v1/oauth/link`: a code that a device shows.
         */
        LinkBody: {
            user_code: string;
        };
        /**
         * LinkDecisionBody
         * @description `POST /api/v1/oauth/link/decision`.
         */
        LinkDecisionBody: {
            allow: boolean;
            user_code: string;
        };
        /**
         * LinkView
         * @description Which device waits under a code.
         */
        LinkView: {
            client: components["schemas"]["ClientView"];
            device_id: string | null;
            scope: string[];
        };
        /**
         * LoginStateView
         * @description How a person signs in, and where they are signed in.
         */
        LoginStateView: {
            devices: components["schemas"]["SignedInDevice"][];
            has_password: boolean;
            is_locked: boolean;
            is_suspended: boolean;
            passkeys: number;
            totp_since: number | null;
            user_id: string;
        };
        /**
         * MemberBody
         * @description `POST /api/v1/org/teams/{team_id}/members`.
         */
        MemberBody: {
            user_id: string;
        };
        /**
         * MoveBody
         * @description `POST /api/v1/org/units/{unit_id}/move`.
         */
        MoveBody: {
            parent_id: string;
        };
        /**
         * MoveDeed
         * @description A unit is put under another one.
         */
        MoveDeed: {
            /** @enum {unknown} */
            kind: "move";
            parent_id: string;
            unit_id: string;
        };
        /**
         * NameBody
         * @description `PATCH /api/v1/org/units/{unit_id}`.
         */
        NameBody: {
            name: string;
        };
        /**
         * NamedObject
         * @description An object such as `unit:…` with its name, if it bears one.
         */
        NamedObject: {
            name: string | null;
            object: string;
        };
        /**
         * NewApplicationBody
         * @description `POST /api/v1/admin/applications`; people are not asked whether a trusted application may know them.
         */
        NewApplicationBody: {
            /** @default null */
            auth: Record<string, never> | null;
            /** @default false */
            is_trusted: boolean;
            name: string;
            redirect_uris: string[];
            uri: string;
        };
        /**
         * NewDevicesView
         * @description `GET /api/v1/account/new-devices`, newest first.
         */
        NewDevicesView: {
            devices: components["schemas"]["NewDeviceView"][];
        };
        /**
         * NewDeviceView
         * @description A sign-in that waits for an answer; `signed_in_at` in milliseconds since the epoch.
         */
        NewDeviceView: {
            address: string;
            agent: string;
            device_id: string;
            name: string | null;
            signed_in_at: number;
        };
        /**
         * NewPasskeyBody
         * @description `POST /api/v1/account/passkeys`; `credential` is what the browser answered.
         */
        NewPasskeyBody: {
            credential: Record<string, never>;
            name: string;
        };
        /**
         * NewPasswordBody
         * @description `POST /api/v1/account/password`; with `end_sessions` only the asking device stays signed in.
         */
        NewPasswordBody: {
            /** @default null */
            auth: Record<string, never> | null;
            /** @default true */
            end_sessions: boolean;
            new_password: string;
        };
        /**
         * NewTeamBody
         * @description `POST /api/v1/teams`: without a name the unit's own team; `announcements` is what that room is called.
         */
        NewTeamBody: {
            /** @default null */
            announcements: string | null;
            /** @default [] */
            members: string[];
            /** @default null */
            name: string | null;
            /** @default null */
            sponsor_id: string | null;
            unit_id: string;
        };
        /**
         * NoticeBody
         * @description Whom to tell, and what: the content of an `m.room.message` event.
         */
        NoticeBody: {
            content: Record<string, never>;
            user_id: string;
        };
        /**
         * NoticeView
         * @description The event that was sent.
         */
        NoticeView: {
            event_id: string;
            room_id: string;
        };
        /**
         * ObjectionView
         * @description A policy that forbids, what it says, and the attributes that it looked at; `policy` is null when the set failed.
         */
        ObjectionView: {
            agency_id: string;
            counted: Record<string, never>;
            line: number | null;
            policy: string | null;
            reason: string;
            reason_ru: string | null;
        };
        /**
         * OffboardingBody
         * @description `confirmation` is the user name of the person who leaves; the `successor` takes over what has nobody else.
         *
         *         `auth` proves who asks, as on Matrix routes.
         */
        OffboardingBody: {
            /** @default null */
            auth: Record<string, never> | null;
            confirmation: string;
            /** @default null */
            successor: string | null;
        };
        /**
         * OffboardingPlan
         * @description What would end, and who would take it over; `names` are the display names of the people in it.
         */
        OffboardingPlan: {
            administers: string[];
            devices: components["schemas"]["EndingDevice"][];
            external_unit_id: string | null;
            name: string;
            names: {
                [key: string]: string;
            };
            posts: components["schemas"]["EndingPost"][];
            rooms: components["schemas"]["LeavingPlace"][];
            sponsored: components["schemas"]["Sponsored"][];
            teams: components["schemas"]["EndingTeam"][];
            user_id: string;
        };
        /**
         * OffboardingRecord
         * @description What ended, who took it over, and which rooms are left yet while `finished_at` is null.
         */
        OffboardingRecord: {
            actor: string;
            administers: string[];
            devices: components["schemas"]["EndingDevice"][];
            external_unit_id: string | null;
            finished_at: number | null;
            id: string;
            name: string;
            names: {
                [key: string]: string;
            };
            posts: components["schemas"]["EndingPost"][];
            rooms: components["schemas"]["RoomStep"][];
            sponsored: components["schemas"]["Sponsored"][];
            started_at: number;
            successor: string | null;
            teams: components["schemas"]["EndingTeam"][];
            user_id: string;
        };
        /**
         * OptionsView
         * @description What the browser's WebAuthn interface is given, in its JSON form.
         */
        OptionsView: {
            options: Record<string, never>;
        };
        /**
         * PartState
         * @description A part of the server: what it says of itself, or that it does not work.
         */
        PartState: {
            name: string;
            words: string;
            works: boolean;
        };
        /**
         * PasskeyView
         * @description A passkey of the caller; times in milliseconds.
         */
        PasskeyView: {
            created_at: number;
            id: string;
            name: string;
            used_at: number | null;
        };
        /**
         * PastAppointmentView
         * @description An appointment past, present or to come; `ends_at` is null when no end is set.
         */
        PastAppointmentView: {
            acting: boolean;
            ends_at: number | null;
            name: string;
            post_id: string;
            starts_at: number;
            title: string;
            unit_id: string;
            unit_name: string;
            user_id: string;
        };
        /**
         * PersonBody
         * @description `POST /api/v1/org/people`; `user_name` is the part of the user id before the colon.
         */
        PersonBody: {
            /** @default null */
            email: string | null;
            /** @default [] */
            languages: string[];
            name: string;
            password: string;
            /** @default [] */
            phones: string[];
            post_id: string;
            /** @default null */
            room: string | null;
            user_name: string;
        };
        /**
         * PersonPage
         * @description A page of people.
         */
        PersonPage: {
            items: components["schemas"]["PersonSummary"][];
            next_cursor: string | null;
            total: number;
        };
        /**
         * PersonRef
         * @description A person by name.
         */
        PersonRef: {
            name: string;
            user_id: string;
        };
        /**
         * PersonSummary
         * @description A person in a list, with the main post; `acting` when they hold it in another's stead.
         */
        PersonSummary: {
            acting: boolean;
            avatar_url: string | null;
            name: string;
            post: string;
            unit_id: string;
            unit_name: string;
            user_id: string;
        };
        /**
         * PersonView
         * @description A person's card.
         */
        PersonView: {
            avatar_url: string | null;
            email: string | null;
            languages: string[];
            name: string;
            phones: string[];
            posts: components["schemas"]["PostView"][];
            room: string | null;
            user_id: string;
        };
        /**
         * PolicySetBody
         * @description `PUT /api/v1/policies/{agency_id}`; `replaces` is the number of the version that the caller saw.
         */
        PolicySetBody: {
            /** @default  */
            comment: string;
            replaces: number;
            text: string;
        };
        /**
         * PolicySetView
         * @description `GET /api/v1/policies/{agency_id}`; version 0 comes with the server. `schema` is what policies may speak of.
         */
        PolicySetView: {
            agency_id: string;
            changed_at: number | null;
            changed_by: string | null;
            comment: string;
            number: number;
            policies: components["schemas"]["PolicyView"][];
            schema: string;
            text: string;
        };
        /**
         * PolicyView
         * @description One policy of a set: its name, the line in which it begins, and what people are told.
         */
        PolicyView: {
            id: string;
            line: number;
            reason: string;
            reason_ru: string | null;
        };
        /**
         * PostBody
         * @description `POST /api/v1/org/posts`.
         */
        PostBody: {
            /**
             * @default specialist
             * @enum {unknown}
             */
            kind: "deputy" | "duty" | "head" | "specialist";
            title: string;
            unit_id: string;
        };
        /**
         * PostCardView
         * @description `GET /api/v1/posts/{post_id}`.
         */
        PostCardView: {
            conversation: string | null;
            holders: string[];
            id: string;
            /** @enum {unknown} */
            kind: "deputy" | "duty" | "head" | "specialist";
            rooms: components["schemas"]["RoomView"][];
            stand_ins: string[];
            title: string;
            unit_id: string;
            unit_name: string;
            vacant: boolean;
        };
        /**
         * PostRoomBody
         * @description `POST /api/v1/posts/{post_id}/rooms`; with no name it bears the post's.
         */
        PostRoomBody: {
            /** @default false */
            encrypted: boolean;
            /** @default  */
            name: string;
        };
        /**
         * PostView
         * @description A post on a card.
         */
        PostView: {
            acted_by: components["schemas"]["PersonRef"][];
            acting: boolean;
            id: string;
            path: components["schemas"]["UnitRef"][];
            title: string;
            unit_id: string;
            unit_name: string;
        };
        /**
         * PresentExternal
         * @description Somebody from outside, and the unit they work with.
         */
        PresentExternal: {
            unit_name: string;
            user_id: string;
        };
        /**
         * PresentExternals
         * @description `GET /api/v1/org/externals/present`: all of them, for the marks at names.
         */
        PresentExternals: {
            items: components["schemas"]["PresentExternal"][];
        };
        Problem: {
            /** @description What is wrong, for programs. */
            code: string;
            /** @description What is wrong, for people. */
            detail: string;
            status: number;
            title: string;
            type: string;
        };
        /**
         * ProblemPage
         * @description What is wrong, by line; `next_after` continues.
         */
        ProblemPage: {
            items: components["schemas"]["LineProblem"][];
            next_after: number | null;
        };
        /**
         * ProblemView
         * @description What is wrong with a text, in which line.
         */
        ProblemView: {
            line: number;
            message: string;
            policy: string | null;
        };
        /**
         * ProofBody
         * @description A body that holds nothing but a proof of who asks.
         */
        ProofBody: {
            /** @default null */
            auth: Record<string, never> | null;
        };
        /**
         * QuestionView
         * @description What to ask a person, or with `redirect_to` where to go at once.
         *
         *         `user_id` is None when they have to sign in first. `returns_to` is where the browser goes afterwards.
         */
        QuestionView: {
            /** @default null */
            client: components["schemas"]["ClientView"] | null;
            /** @default null */
            device_id: string | null;
            /** @default false */
            needs_proof: boolean;
            /** @default null */
            redirect_to: string | null;
            /** @default null */
            returns_to: string | null;
            /** @default [] */
            scope: string[];
            /** @default null */
            user_id: string | null;
        };
        /**
         * ReasonView
         * @description Who has `subject_relation` to the subject (the person themselves when null) has `relation` to the object.
         */
        ReasonView: {
            ends_at: number | null;
            object: components["schemas"]["NamedObject"];
            relation: string;
            subject: components["schemas"]["NamedObject"];
            subject_relation: string | null;
            /** @enum {unknown} */
            why: "containment" | "rule" | "tuple";
        };
        /**
         * RecoveryCodesView
         * @description Recovery codes, shown this once; empty when the former ones go on working.
         */
        RecoveryCodesView: {
            recovery_codes: string[];
        };
        /**
         * RedListingBody
         * @description `PUT /api/v1/org/red-list/{user_id}`; the end in milliseconds since the epoch.
         */
        RedListingBody: {
            ends_at: number;
            reason: string;
        };
        /**
         * RedListingView
         * @description Somebody on the red list.
         */
        RedListingView: {
            ends_at: number;
            name: string;
            reason: string;
            set_by: string;
            starts_at: number;
            user_id: string;
        };
        /**
         * RedListView
         * @description `GET /api/v1/org/red-list`, those first whose listing ends first.
         */
        RedListView: {
            items: components["schemas"]["RedListingView"][];
        };
        /**
         * RemovePasskeyBody
         * @description `POST /api/v1/account/passkeys/remove`; `id` as in the list.
         */
        RemovePasskeyBody: {
            /** @default null */
            auth: Record<string, never> | null;
            id: string;
        };
        /**
         * ReportPage
         * @description Reports, newest first.
         */
        ReportPage: {
            next_cursor: string | null;
            reports: components["schemas"]["ReportView"][];
        };
        /**
         * ReportView
         * @description One report.
         */
        ReportView: {
            event_id: string | null;
            id: number;
            reason: string;
            reporter: string;
            room_id: string | null;
            ts: number;
            user_id: string | null;
        };
        /**
         * ResetBody
         * @description `POST /api/v1/oauth/key-reset`.
         */
        ResetBody: {
            /** @default null */
            auth: Record<string, never> | null;
        };
        /**
         * ReviewBody
         * @description `POST /api/v1/org/externals/{user_id}/review`; times in milliseconds since the epoch.
         */
        ReviewBody: {
            ends_at: number;
            review_at: number;
            sponsor_id: string;
        };
        /**
         * RightView
         * @description `GET /api/v1/org/rights`: the steps from the person to the object.
         */
        RightView: {
            allowed: boolean;
            steps: components["schemas"]["ReasonView"][];
        };
        /**
         * RoomChange
         * @description A person would join or leave a room; `title` tells no names of those who write to a post.
         */
        RoomChange: {
            joins: boolean;
            name: string;
            object: string;
            /** @enum {unknown} */
            purpose: "announcements" | "conversation" | "discussion" | "post" | "room" | "space";
            room_id: string;
            title: string;
            user_id: string;
        };
        /**
         * RoomStep
         * @description A room in a record: `done_at` is None while the person has not left it; `problem` is why no heir took over.
         */
        RoomStep: {
            done_at: number | null;
            heir: string | null;
            membership: string;
            name: string | null;
            orphaned: boolean;
            others: number;
            problem: string | null;
            room_id: string;
        };
        /**
         * RoomView
         * @description A room of a team or post.
         */
        RoomView: {
            name: string;
            /** @enum {unknown} */
            purpose: "announcements" | "conversation" | "discussion" | "post" | "room" | "space";
            room_id: string;
        };
        /**
         * RulesView
         * @description YARA rules for scanning in the browser; `version` changes with the text.
         */
        RulesView: {
            source: string;
            version: string;
        };
        /**
         * ScimClientBody
         * @description A client to let in: what it is called, the unit below which it provisions, and for how many days its token is good.
         *
         *         `title` is the post of whoever comes without one.
         */
        ScimClientBody: {
            /** @default 365 */
            days: number;
            name: string;
            /** @default Specialist */
            title: string;
            unit_id: string;
        };
        /**
         * ScimClientList
         * @description The clients that one administers.
         */
        ScimClientList: {
            clients: components["schemas"]["ScimClientView"][];
        };
        /**
         * ScimClientView
         * @description A client with its tokens, without their secrets.
         */
        ScimClientView: {
            created_at: number;
            created_by: string;
            id: string;
            name: string;
            revoked_at: number | null;
            title: string;
            tokens: components["schemas"]["ScimToken"][];
            unit_id: string;
        };
        /**
         * ScimToken
         * @description A credential of a client without its secret; times in milliseconds since the epoch.
         */
        ScimToken: {
            created_at: number;
            expires_at: number;
            id: string;
            revoked_at: number | null;
            used_at: number | null;
        };
        /**
         * ScimTokenBody
         * @description For how many days a further token is good.
         */
        ScimTokenBody: {
            /** @default 365 */
            days: number;
        };
        /**
         * SecretView
         * @description An application's secret, shown this once.
         */
        SecretView: {
            client_id: string;
            client_secret: string;
        };
        /**
         * ServerStateView
         * @description `GET /api/v1/admin/server`; `numbers` are the gauges of the process that answered.
         */
        ServerStateView: {
            bus: string;
            database: string;
            disk: components["schemas"]["DiskState"];
            numbers: {
                [key: string]: number;
            };
            parts: components["schemas"]["PartState"][];
            python: string;
            server_name: string;
            started_at: number;
            version: string;
            workers: number;
        };
        /**
         * SessionBody
         * @description `POST /api/v1/session`; `user` is a user name, a full id or an e-mail address, `code` is of the second factor.
         *
         *         `passkey` is what the browser answered to `POST /api/v1/session/passkey`, in place of all three.
         */
        SessionBody: {
            /** @default null */
            code: string | null;
            /** @default null */
            device_id: string | null;
            /** @default null */
            device_name: string | null;
            /** @default null */
            passkey: Record<string, never> | null;
            /** @default  */
            password: string;
            /** @default  */
            user: string;
        };
        /**
         * SessionView
         * @description Who is signed in, on which device.
         */
        SessionView: {
            avatar_url: string | null;
            device_id: string;
            display_name: string | null;
            is_admin: boolean;
            server_name: string;
            user_id: string;
        };
        /**
         * SignedInDevice
         * @description A device on which a person is signed in.
         */
        SignedInDevice: {
            address: string | null;
            device_id: string;
            last_seen_at: number | null;
            name: string | null;
        };
        /**
         * SimulationBody
         * @description `POST /api/v1/policies/simulate`; `at` is now unless told. With `text`, it stands in for the set of `agency_id`.
         */
        SimulationBody: {
            /** @default null */
            agency_id: string | null;
            /** @default null */
            at: number | null;
            /**
             * @default start_direct_chat
             * @enum {unknown}
             */
            deed: "call" | "invite" | "join" | "mention" | "start_direct_chat";
            /**
             * @default unknown
             * @enum {unknown}
             */
            device: "computer" | "phone" | "service" | "unknown";
            principal: string;
            resource: string;
            /** @default null */
            text: string | null;
        };
        /**
         * SimulationView
         * @description The verdict with all attributes of those people whom the caller administers.
         */
        SimulationView: {
            agencies: string[];
            allowed: boolean;
            attributes: {
                [key: string]: Record<string, never>;
            };
            objections: components["schemas"]["ObjectionView"][];
        };
        /**
         * SpaceBody
         * @description `POST /api/v1/teams/{team_id}/space`.
         */
        SpaceBody: {
            /** @default null */
            announcements: string | null;
        };
        /**
         * Sponsored
         * @description Somebody from outside for whom the leaver answers; with no `successor` they are up for review.
         */
        Sponsored: {
            name: string;
            successor: string | null;
            unit_id: string;
            user_id: string;
        };
        /**
         * StaffedPostView
         * @description A post with its holders.
         */
        StaffedPostView: {
            holders: components["schemas"]["HolderOfPost"][];
            id: string;
            /** @enum {unknown} */
            kind: "deputy" | "duty" | "head" | "specialist";
            title: string;
        };
        /**
         * StaffList
         * @description `GET /api/v1/org/units/{unit_id}/staff`.
         */
        StaffList: {
            posts: components["schemas"]["StaffedPostView"][];
        };
        /**
         * StandingBody
         * @description `POST /api/v1/admin/people/{user_id}/standing`; what is left out stays.
         */
        StandingBody: {
            /** @default null */
            locked: boolean | null;
            /** @default null */
            suspended: boolean | null;
        };
        /**
         * StatusView
         * @description The scanner for administrators; `verdicts` counts contents by verdict.
         */
        StatusView: {
            block_executables: boolean;
            block_macros: boolean;
            engines: components["schemas"]["EngineView"][];
            max_bytes: number;
            verdicts: {
                [key: string]: number;
            };
        };
        /**
         * SyncReport
         * @description What a reading did; `is_full` when everything was compared, `run_id` names the import when anything changed.
         *
         *         `is_held`: nothing was applied, because so many would leave that somebody has to confirm it.
         */
        SyncReport: {
            changes: number;
            entries: number;
            is_full: boolean;
            is_held: boolean;
            problems: number;
            run_id: string | null;
            teams: number;
        };
        /**
         * TeamBody
         * @description `POST /api/v1/org/teams`.
         */
        TeamBody: {
            name: string;
            unit_id: string;
        };
        /**
         * TeamList
         * @description `GET /api/v1/org/teams`.
         */
        TeamList: {
            teams: components["schemas"]["TeamView"][];
        };
        /**
         * TeamMembers
         * @description `GET /api/v1/org/teams/{team_id}/members`; `more` when the team has more people than are listed.
         */
        TeamMembers: {
            more: boolean;
            user_ids: string[];
        };
        /**
         * TeamNameBody
         * @description `PATCH /api/v1/teams/{team_id}`.
         */
        TeamNameBody: {
            name: string;
        };
        /**
         * TeamRoomBody
         * @description `POST /api/v1/teams/{team_id}/rooms`; in `announcements` only managers write.
         */
        TeamRoomBody: {
            /** @default false */
            announcements: boolean;
            /** @default true */
            encrypted: boolean;
            name: string;
        };
        /**
         * TeamSpaceList
         * @description `GET /api/v1/teams`.
         */
        TeamSpaceList: {
            teams: components["schemas"]["TeamSpaceView"][];
        };
        /**
         * TeamSpaceView
         * @description A team with its space and rooms.
         */
        TeamSpaceView: {
            administers: boolean;
            belongs: boolean;
            id: string;
            name: string;
            own: boolean;
            rooms: components["schemas"]["RoomView"][];
            space_id: string | null;
            unit_id: string;
        };
        /**
         * TeamView
         * @description A team in a list.
         */
        TeamView: {
            id: string;
            name: string;
            unit_id: string;
        };
        /**
         * TotpView
         * @description A secret for an authenticator application: in Base32, and the `otpauth:` address for its picture.
         */
        TotpView: {
            secret: string;
            uri: string;
        };
        /**
         * Unit
         * @description A node of the tree: `kind` is agency, department, division, office …; `people_count` counts each person at or below it once.
         */
        Unit: {
            head_user_id: string | null;
            id: string;
            kind: string;
            name: string;
            parent_id: string | null;
            people_count: number;
        };
        /**
         * UnitBody
         * @description `POST /api/v1/org/units`.
         */
        UnitBody: {
            /** @default division */
            kind: string;
            name: string;
            parent_id: string;
        };
        /**
         * UnitList
         * @description The tree, parents before children.
         */
        UnitList: {
            units: components["schemas"]["Unit"][];
        };
        /**
         * UnitRef
         * @description A unit in a path.
         */
        UnitRef: {
            id: string;
            name: string;
        };
        /**
         * VerificationView
         * @description What a walk over the whole log found; it is sound when there are no problems.
         */
        VerificationView: {
            checkpoints: number;
            entries: number;
            problems: string[];
            root: string;
            sealed: number;
        };
        /**
         * VersionList
         * @description `GET /api/v1/policies/{agency_id}/versions`, the newest first.
         */
        VersionList: {
            items: components["schemas"]["VersionView"][];
        };
        /**
         * VersionView
         * @description A version in a list.
         */
        VersionView: {
            changed_at: number | null;
            changed_by: string | null;
            comment: string;
            number: number;
        };
        /**
         * WebPushShown
         * @description Whether browsers may subscribe, and with which key (base64url of the uncompressed point).
         */
        WebPushShown: {
            enabled: boolean;
            vapid: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_account_factors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorsView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_account_new_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewDevicesView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_new_devices_device_id_recognise: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_new_devices_device_id_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AuthBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskeyBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_passkeys_options: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AuthBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptionsView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_passkeys_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemovePasskeyBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasswordBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AuthBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AuthBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_totp_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_account_totp_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AuthBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_admin_applications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationsView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_admin_applications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApplicationBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_admin_applications_client_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_admin_applications_client_id_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_admin_people_user_id_factors_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AuthBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_admin_people_user_id_login: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginStateView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_admin_people_user_id_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenPasswordBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_admin_people_user_id_sessions_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_admin_people_user_id_standing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StandingBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_admin_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerStateView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_antivirus_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_antivirus_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_audit_about_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_audit_actions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_audit_checkpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_audit_entries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_audit_export: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_audit_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_email_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_email_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_imports_import_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_imports_import_id_apply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApplyBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_imports_import_id_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_imports_import_id_changes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_imports_import_id_columns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ColumnsBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_imports_import_id_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_imports_import_id_problems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_oauth_decision: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_oauth_key_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResetBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_oauth_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_oauth_link_decision: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkDecisionBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_oauth_question: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_agencies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_agencies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgencyBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_externals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_externals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExternalBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_externals_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_externals_user_id_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_externals_present: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresentExternals"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_ldap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LdapStateView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_ldap_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LdapPreview"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_ldap_sync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LdapSyncBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncReport"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_offboardings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaverPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_offboardings_offboarding_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offboarding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OffboardingRecord"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_people_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_people_user_id_appointments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_people_user_id_offboarding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OffboardingPlan"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_people_user_id_offboarding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OffboardingBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OffboardingRecord"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_posts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_posts_post_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_org_posts_post_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_posts_post_id_appointments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_posts_post_id_appointments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppointmentBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_posts_post_id_appointments_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_org_posts_post_id_appointments_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_red_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedListView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_org_red_list_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedListingBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_red_list_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_rights: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RightView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_rights_administered: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministeredView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_rights_holders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolderPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_scim_clients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScimClientList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_scim_clients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScimClientBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_scim_clients_scim_client_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scim_client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_scim_clients_scim_client_id_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scim_client_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ScimTokenBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_scim_clients_scim_client_id_tokens_scim_token_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scim_client_id: string;
                scim_token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_teams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_teams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_teams_team_id_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMembers"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_teams_team_id_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_teams_team_id_members_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_units: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_units: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_units_unit_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_org_units_unit_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_units_unit_id_administrators: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministratorList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_units_unit_id_administrators: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdministratorBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_org_units_unit_id_administrators_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_org_units_unit_id_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_units_unit_id_posts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_org_units_unit_id_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyIds"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policies_agency_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicySetView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_policies_agency_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicySetBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicySetView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policies_agency_id_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agency_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policies_agency_id_versions_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agency_id: string;
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicySetView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_policies_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_policies_contacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactsBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_policies_simulate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulationBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_posts_post_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCardView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_posts_post_id_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ConversationBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_posts_post_id_rooms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostRoomBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_push_webpush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebPushShown"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_reports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPage"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_server_notices_txn_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                txn_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_session_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptionsView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_teams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamSpaceList"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_teams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeamBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamSpaceView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_teams_team_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_teams_team_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamNameBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_teams_team_id_rooms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamRoomBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_teams_team_id_space: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SpaceBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamSpaceView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_teams_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeedPreviewBody"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeedPreviewView"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
