#r "nuget: Pathmind.Scripting"
#load "inventory.cs"
